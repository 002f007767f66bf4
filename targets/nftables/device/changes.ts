import { longestCommon, without } from "../../../src/device/longest-common.js";
import type { Change, RuleChanges } from "../../../src/device/plan.js";
import type { Family } from "../../../src/net/family.js";
import { listSetName } from "../parse/sets.js";
import { type ChainContents, type Contents, nothing, type SetContents } from "./contents.js";
import type { LiveTable } from "./live-table.js";
import type { Move } from "./moves.js";
import { removable } from "./texts.js";

/** What differs between a table and what it should be, chain by chain and set by set. */
export function changesOf(
  table: string,
  live: { readonly table: LiveTable; readonly contents: Contents } | undefined,
  wanted: Contents,
  moves: readonly Move[],
): readonly Change[] {
  const menu = `table inet ${table}`;
  const found = live?.contents ?? nothing;
  const make = (change: Omit<Change, "menu" | "origin">): Change => ({
    ...change,
    menu,
    origin: undefined,
  });
  return [
    ...(live === undefined ? [make(wholeTable)] : []),
    ...[
      ...setChanges(found, wanted, moves),
      ...limitChanges(found, wanted),
      ...chainChanges(found, wanted),
      ...leftOver(live?.table, wanted, moves),
    ].map(make),
  ];
}

type Part = Omit<Change, "menu" | "origin">;

const wholeTable: Part = {
  phase: "cut-over",
  action: "add",
  family: undefined,
  what: "the table",
  reason: "the policy is not on this host yet",
};

function* setChanges(found: Contents, wanted: Contents, moves: readonly Move[]): Generator<Part> {
  for (const [name, set] of wanted.sets) {
    const present = found.sets.get(name);
    const part = { phase: "cut-over", family: familyOf(name) } as const;
    const arriving = moves.filter(({ to, members }) => to === name && members.length > 0);
    const moved = arriving.map(({ from, members }) => comingFrom(from.name, name, members.length));
    if (present === undefined) {
      const what = `set ${name}`;
      yield {
        ...part,
        action: "add",
        what,
        reason: ["the policy has it", ...moved].join("; "),
        rules: memberChanges(undefined, set),
      };
    } else if (present.shape !== set.shape) {
      const reason = [`it is \`${present.shape}\` and is to be \`${set.shape}\``, ...moved].join(
        "; ",
      );
      yield { ...part, action: "switch", what: `set ${name}`, reason };
    } else {
      const rules = memberChanges(present, set);
      if (rules === undefined || rules.added.length + rules.removed.length === 0) continue;
      const reason = `${counted(rules.added.length, "member")} more, ${counted(rules.removed.length, "member")} less`;
      yield { ...part, action: "switch", what: `members of ${name}`, reason, rules };
    }
  }
}

function comingFrom(from: string, to: string, count: number): string {
  const whence = from === to ? "" : ` from ${from}`;
  return `${counted(count, "member")}${whence} ${count === 1 ? "moves" : "move"} there with the time that is left`;
}

function memberChanges(from: SetContents | undefined, to: SetContents): RuleChanges | undefined {
  if (to.members === undefined) return undefined;
  const before = new Set(from?.members);
  const after = new Set(to.members);
  return {
    added: [...after].filter((member) => !before.has(member)),
    removed: [...before].filter((member) => !after.has(member)),
    kept: [...after].filter((member) => before.has(member)).length,
  };
}

function* limitChanges(found: Contents, wanted: Contents): Generator<Part> {
  for (const [name, key] of wanted.limits) {
    const present = found.limits.get(name);
    if (present === key) continue;
    const part = { phase: "cut-over", family: undefined, what: `limit ${name}` } as const;
    if (present === undefined) yield { ...part, action: "add", reason: "the policy has it" };
    else yield { ...part, action: "switch", reason: "it counts otherwise than the policy says" };
  }
}

function* chainChanges(found: Contents, wanted: Contents): Generator<Part> {
  for (const [name, chain] of wanted.chains) {
    const present = found.chains.get(name);
    const rules = ruleChanges(present, chain);
    const part = { phase: "cut-over", family: undefined, what: `chain ${name}`, rules } as const;
    const moved = renumbered(present, chain);
    if (present === undefined) {
      yield { ...part, action: "add", reason: chain.hook ?? "the policy has it" };
    } else if (present.hook !== chain.hook) {
      const reason = `it is \`${present.hook ?? "no base chain"}\` and is to be \`${chain.hook ?? "none"}\``;
      yield { ...part, action: "switch", reason };
    } else if (rules.added.length + rules.removed.length > 0) {
      const reason = `${counted(rules.added.length, "rule")} more, ${counted(rules.removed.length, "rule")} less`;
      yield { ...part, action: "switch", reason };
    } else if (moved > 0) {
      const reason = `${counted(moved, "rule")} ${moved === 1 ? "stands" : "stand"} on another line of the policy, or with another note`;
      yield { ...part, action: "switch", reason };
    }
  }
  for (const [name, chain] of found.chains) {
    if (wanted.chains.has(name)) continue;
    yield {
      phase: "cut-over",
      action: "remove",
      family: undefined,
      what: `chain ${name}`,
      reason: "the policy does not have it",
      rules: { added: [], removed: chain.rules.map(({ text }) => text), kept: 0 },
    };
  }
}

function ruleChanges(from: ChainContents | undefined, to: ChainContents): RuleChanges {
  const before = from?.rules ?? [];
  const common = longestCommon(
    before.map(({ key }) => key),
    to.rules.map(({ key }) => key),
  );
  return {
    added: without(to.rules, common).map(({ text }) => text),
    removed: without(before, common).map(({ text }) => text),
    kept: common.length,
  };
}

/** Of chains whose rules say the same, those that come from elsewhere. */
function renumbered(from: ChainContents | undefined, to: ChainContents): number {
  return to.rules.filter(({ comment }, index) => from?.rules[index]?.comment !== comment).length;
}

function* leftOver(
  live: LiveTable | undefined,
  wanted: Contents,
  moves: readonly Move[],
): Generator<Part> {
  if (live === undefined) return;
  const part = { phase: "after", action: "remove" } as const;
  for (const { name, members } of live.sets) {
    if (wanted.sets.has(name)) continue;
    const heir = moves.find(({ from }) => from.name === name)?.to;
    const reason =
      heir === undefined
        ? `no rule of the policy uses it; it has ${counted(members.length, "member")}`
        : `${heir} takes its place`;
    yield { ...part, family: familyOf(name), what: `set ${name}`, reason };
  }
  for (const { kind, name } of live.others) {
    const isWanted = kind === "limit" && wanted.limits.has(name);
    if (isWanted || !removable.includes(kind)) continue;
    yield {
      ...part,
      family: undefined,
      what: `${kind} ${name}`,
      reason: "the policy does not have it",
    };
  }
}

function familyOf(set: string): Family | undefined {
  return listSetName(set)?.family;
}

function counted(count: number, what: string): string {
  return `${count === 0 ? "no" : count} ${what}${count === 1 ? "" : "s"}`;
}
