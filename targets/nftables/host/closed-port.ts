import type { DynamicSet, NftProgram, NftRule } from "../model.js";
import { printRule } from "../print-rule.js";
import { longestTimes } from "./description.js";

/**
 * A chain for packets to closed ports: its sources go into the first of the bins, and the packet no further.
 * Whoever is on a list of the policy's own is spared, exempt or not: those that are kept out anyway do not matter.
 *
 * @param trial counts instead of dropping
 * @returns undefined when the policy has no bin
 */
export function printClosedPort(
  program: NftProgram,
  trial: boolean,
): readonly string[] | undefined {
  const { table, sets, binned } = program;
  const [bin] = binned;
  const timeout = bin === undefined ? undefined : longestTimes(program).get(bin);
  if (timeout === undefined) return undefined;
  const spared = sets.flatMap((set): NftRule[] => {
    if (!("members" in set)) return [];
    const { family, name } = set;
    const match = { kind: "set", family, side: "source", negated: false, set: name } as const;
    return [{ ...plain, matches: [{ ...match, per: undefined }], end: { kind: "return" } }];
  });
  const learning = sets
    .filter((set): set is DynamicSet => !("members" in set) && set.list === bin)
    .filter(({ kind }, _index, all) => takesForThis(kind, timeout === "forever", all));
  const binning = learning.map(({ family, name, per }): NftRule => {
    const end = { kind: "update", family, side: "source", set: name, per, timeout } as const;
    return { ...counted, matches: [{ kind: "family", family }], end };
  });
  const dropping: NftRule = { ...counted, end: trial ? undefined : { kind: "drop" } };
  return [
    `table inet ${table} {`,
    "  chain closed_port {",
    ...[...spared, ...binning, dropping].map((rule) => `    ${printRule(rule)}`),
    "  }",
    "}",
  ];
}

/** Of a list with sets for both, entries for ever go to the one that keeps them. */
function takesForThis(
  kind: DynamicSet["kind"],
  forEver: boolean,
  all: readonly DynamicSet[],
): boolean {
  const mixed = all.some((set) => set.kind === "kept");
  return !mixed || (kind === "kept") === forEver;
}

const plain: NftRule = {
  matches: [],
  tests: [],
  counter: false,
  logs: [],
  guards: [],
  end: undefined,
  comment: undefined,
};

const counted: NftRule = { ...plain, counter: true, comment: "closed port" };
