import fc from "fast-check";
import { compileToRuleset } from "../../src/compile.js";
import { hasErrors } from "../../src/diagnostics/diagnostic.js";
import type { Ruleset } from "../../src/ir/ruleset.js";
import { sourceFile } from "../../src/source/source-file.js";

/** How many texts each target is fed. */
export const runs: number = Number(process.env["SINBIN_RUNS"] ?? "100");

/** Where a text stands in a policy. */
export const positions = [
  "policy",
  "list",
  "chain",
  "interface",
  "prefix",
  "note",
  "comment",
  "after",
] as const;

export type Position = (typeof positions)[number];

export interface Hostile {
  readonly position: Position;
  readonly text: string;
}

/** What a shell, nft, Nix, RouterOS, a regular expression or a terminal reads specially. */
const signs = fc.constantFrom(
  ...['"', "'", "\\", "`", "$", "${", "''${", "''", "$(", ";", ",", "#", "##", "/*", "*/", "@"],
  ...[
    "{",
    "}",
    "[",
    "]",
    "(",
    ")",
    "<",
    ">",
    "|",
    "&",
    "=",
    "!",
    "?",
    "*",
    "%",
    "/",
    ":",
    "~",
    "^",
  ],
  ...["\n", "\r", "\r\n", "\t", "\u0000", "\u001b[31m", "\u007f", "\u0085", "\u00a0", "\u2028"],
  ...["\u202e", "\ufeff", "\ufffd", "é", "e\u0301", "日本", "😀", "ﬁ", "ß"],
  ...[" ", "  ", "a", "Z", "9", "-", "_", ".", "in", "drop", "flush ruleset", "}\n}\n", '"; drop'],
  ...["\\n", "\\22", "\\$", "[:len 1]", ":error", "remove [find]", "include", "builtins.abort"],
);

const text = fc.oneof(
  { weight: 8, arbitrary: fc.array(signs, { minLength: 1, maxLength: 8 }) },
  { weight: 2, arbitrary: fc.array(signs, { minLength: 1, maxLength: 2 }) },
  {
    weight: 2,
    arbitrary: fc.array(fc.string({ unit: "binary", maxLength: 20 }), { minLength: 1 }),
  },
  { weight: 1, arbitrary: signs.map((sign) => Array<string>(10_000).fill(sign[0] ?? "a")) },
);

/** A file is UTF-8, so it holds no half of a surrogate pair. */
const hostile: fc.Arbitrary<Hostile> = fc.record({
  position: fc.constantFrom(...positions),
  text: text
    .map((parts) => parts.join("").replace(/\p{Cs}/gu, "?"))
    .filter((joined) => joined !== ""),
});

const inQuotes = (given: string): string =>
  `"${given.replace(/["\\]/gu, String.raw`\$&`).replaceAll("\n", String.raw`\n`)}"`;

/** A policy with a text in one place. @param name of the policy, where the text is not that */
function policyWith({ position, text: given }: Hostile, name: string): string {
  const at = (one: Position, usual: string): string => (one === position ? given : usual);
  // A line end would end the note, or the comment, and what follows were policy.
  const line = given.replace(/[\n\r\u2028\u2029\u0085\v\f]/gu, " ");
  return [
    `policy ${inQuotes(at("policy", name))}`,
    "family ipv4",
    `interface wan { routeros ${inQuotes(at("interface", "ether1"))}  nftables ${inQuotes(at("interface", "wan0"))} }`,
    `list ${inQuotes(at("list", "caught"))} timeout 1h { 192.0.2.7 }`,
    `chain entry hook input place after ${inQuotes(at("after", "theirs"))} { from ${inQuotes(at("list", "caught"))} -> jump ${inQuotes(at("chain", "deeper"))} }`,
    `chain ${inQuotes(at("chain", "deeper"))} {`,
    `  ## ${position === "note" ? line : "seen"}`,
    `  in wan -> log ${inQuotes(at("prefix", "met"))}, add source to ${inQuotes(at("list", "caught"))}`,
    `  # ${position === "comment" ? line : "as ever"}`,
    "}",
  ].join("\n");
}

/** The IR, with what stands in it for the text; undefined where the language refuses the text with a diagnostic. */
export function rulesetWith(
  one: Hostile,
  name: string,
): { readonly ruleset: Ruleset; readonly note: string | undefined } | undefined {
  const policy = policyWith(one, name);
  const { value: ruleset, diagnostics } = compileToRuleset(sourceFile("p.sbn", policy));
  if (ruleset === undefined) {
    if (!hasErrors(diagnostics)) throw new Error(`refused without a word: ${policy}`);
    return undefined;
  }
  return { ruleset, note: ruleset.chains[1]?.rules[0]?.note };
}

/** Samples without two alike. */
export function someHostile(): readonly Hostile[] {
  const found = new Map<string, Hostile>();
  for (const one of fc.sample(hostile, runs)) found.set(`${one.position} ${one.text}`, one);
  return [...found.values()];
}
