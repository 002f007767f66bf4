/**
 * The vendor's notation for values, as far as it is `super { … }`: parts in order, each with what stands before
 * it, some of which may be left out: `num [1 .. 99]`, `-num`, `[ /time [1 .. ]]`, `,enum (a | b) { … }`.
 */
export interface Part {
  readonly type: PartType;
  /** What stands before it: `,`, `/`, `-`, `:` or nothing. */
  readonly mark: string;
  readonly optional: boolean;
  readonly least: number;
  readonly most: number;
  /** Of `enum` and `ubit`, in the vendor's order. */
  readonly choices: readonly string[];
}

const partTypes = ["num", "time", "range", "enum", "ubit", "bool"] as const;
export type PartType = (typeof partTypes)[number];

/** @returns undefined for what is not made of such parts only */
export function parseNotation(grammar: string): readonly Part[] | undefined {
  const known = parsed.get(grammar);
  if (known !== undefined) return known;
  const inner = /^(?:super|alt) \{ (.*) \}$/u.exec(grammar)?.[1] ?? grammar;
  const texts = inner.split(" , ").filter((text) => text !== "!" && text !== "");
  const parts = texts.map(partOf);
  const whole = parts.filter((part) => part !== undefined);
  if (whole.length !== parts.length || whole.length === 0) return undefined;
  parsed.set(grammar, whole);
  return whole;
}

const parsed = new Map<string, readonly Part[]>();

function partOf(text: string): Part | undefined {
  const inner = /^\[ (.*)\]$/u.exec(text)?.[1];
  const words = /^(?<mark>[,/:-]?)(?<type>[a-z]+)(?: \((?<choices>[^)]*)\))?(?<rest>.*)$/u.exec(
    inner ?? text,
  )?.groups;
  const type = partTypes.find((one) => one === words?.["type"]);
  if (words === undefined || type === undefined) return undefined;
  const choices = (words["choices"] ?? "").split(/ \| |, /u).filter(Boolean);
  if ((type === "enum" || type === "ubit") && choices.length === 0) return undefined;
  const bounds = /\[(?<least>\d*) ?\.\. ?(?<most>\d*)\]/u.exec(words["rest"] ?? "")?.groups;
  return {
    type,
    mark: words["mark"] ?? "",
    optional: inner !== undefined,
    least: Number(bounds?.["least"] ?? 0),
    most: Number(bounds?.["most"] || 2 ** 32 - 1),
    choices,
  };
}

/** The text of each part; undefined for one that is left out. */
export function splitByNotation(
  parts: readonly Part[],
  text: string,
): readonly (string | undefined)[] | undefined {
  const pattern = parts.map(({ type, mark, optional }) => {
    const piece = `${mark}(${shapes[type]})`;
    return optional ? `(?:${piece})?` : piece;
  });
  const match = new RegExp(`^${pattern.join("")}$`, "u").exec(text);
  return match === null ? undefined : match.slice(1);
}

const shapes: Readonly<Record<PartType, string>> = {
  num: "\\d+",
  time: "[0-9wdhms:.]+",
  range: "\\d+(?:-\\d+)?",
  enum: "[a-z0-9-]+",
  ubit: "[a-z0-9-]+(?:,[a-z0-9-]+)*",
  bool: "[a-z]+",
};
