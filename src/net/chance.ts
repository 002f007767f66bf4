/** A probability in (0, 1], in parts per million, so that `33.3%` is held exactly. */
export interface Chance {
  readonly millionths: number;
}

export type ChanceError = "zero" | "above-hundred" | "too-fine" | "syntax";

const wholeMillionths = 1_000_000;
const decimalsHeld = 4;

/** Reads `80%`, `2.5%`, `0.0001%`: more than 0, at most 100, four decimals at the most. */
export function parseChance(text: string): Chance | ChanceError {
  const match = /^(\d+)(?:\.(\d+))?%$/u.exec(text);
  if (match === null) return "syntax";
  const whole = match[1] ?? "";
  const decimals = (match[2] ?? "").replace(/0+$/u, "");
  const millionths =
    Number(whole) * 10_000 + Number(decimals.slice(0, decimalsHeld).padEnd(decimalsHeld, "0"));
  const exceeds = millionths >= wholeMillionths && decimals.length > decimalsHeld;
  if (millionths > wholeMillionths || exceeds) return "above-hundred";
  if (decimals.length > decimalsHeld) return "too-fine";
  if (millionths === 0) return "zero";
  return { millionths };
}

export function isCertain(chance: Chance): boolean {
  return chance.millionths === wholeMillionths;
}

/** `80%`, `2.5%`. */
export function formatChance(chance: Chance): string {
  return `${String(chance.millionths / 10_000)}%`;
}

/** The chance as a fraction of the smallest power of ten of at least 100 that holds it exactly. */
export function chanceFraction(chance: Chance): { readonly part: number; readonly whole: number } {
  let part = chance.millionths;
  let whole = wholeMillionths;
  while (whole > 100 && part % 10 === 0) {
    part /= 10;
    whole /= 10;
  }
  return { part, whole };
}
