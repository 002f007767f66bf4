import { describe, expect, test } from "vitest";
import { style } from "../../src/report/style.js";

/** What axe and its like cannot see: the colours of a picture's texts and lines (WCAG 2.2, 1.4.3 and 1.4.11). */

type Colours = ReadonlyMap<string, string>;

/** The colours of each `:root`, in the order of the style sheet. */
const blocks: readonly Colours[] = [...style.markup.matchAll(/:root \{([^}]*)\}/gu)].map(
  ([, block = ""]) =>
    new Map(
      [...block.matchAll(/--([a-z0-9-]+): (#[0-9a-f]+)/gu)].map(([, name = "", hex = ""]) => [
        name,
        hex,
      ]),
    ),
);
const [light = new Map(), dark = new Map(), print = new Map()] = blocks;

/** Relative luminance, WCAG 2.2. */
function luminance(hex: string): number {
  const digits = hex.length === 4 ? hex.slice(1).replace(/./gu, "$&$&") : hex.slice(1);
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((at) => {
    const share = Number.parseInt(digits.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

const text = { names: ["text", "quiet"], grounds: ["ground", "raised", "warn"], least: 4.5 };
const lines = {
  names: ["c0", "c1", "c2", "c3", "c4", "c5", "bin", "good", "quiet"],
  grounds: ["ground"],
  least: 3,
};
/** A bar on the whole that it is a share of. */
const bars = { names: ["bin", "good"], grounds: ["line"], least: 3 };

describe.each([
  ["by day", light],
  ["by night", dark],
  // On paper all that is not said is as by day, whatever the screen is.
  ["on paper", print],
] as const)("colours %s", (_, colours: Colours) => {
  const cases = [text, lines, bars].flatMap(({ names, grounds, least }) =>
    names.flatMap((name) => grounds.map((ground) => ({ name, ground, least }))),
  );

  test.each(cases)("$name on $ground", ({ name, ground, least }) => {
    const [front, back] = [colours.get(name), colours.get(ground)];
    if (front === undefined || back === undefined) throw new Error("no such colour");
    expect(contrast(front, back)).toBeGreaterThanOrEqual(least);
  });
});

test("contrast is what WCAG says it is", () => {
  expect(contrast("#000000", "#fff")).toBe(21);
  expect(contrast("#767676", "#ffffff")).toBeCloseTo(4.54, 2);
});
