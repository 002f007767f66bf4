import type { Change } from "../../../src/device/plan.js";
import type { Problem } from "../../../src/device/problem.js";
import { bothFamilies } from "../../../src/net/family.js";
import { menuPath, type RouterosProgram, tables } from "../model.js";
import { type EntryChange, planEntries } from "./entry-plan.js";
import { findingsIn } from "./findings.js";
import { parseChain } from "./generation-name.js";
import { contentsOf, generationsOf } from "./generation.js";
import { ownedIn } from "./ownership.js";
import { rulesOf, type RouterState } from "./router-state.js";
import { rowText } from "./row-text.js";
import { ruleChanges } from "./rule-changes.js";
import { planTable, type Switch, type TablePlan } from "./table-plan.js";

/** All that a push does to a router, worked out from what was read; pure. */
export interface RouterPlan {
  readonly owner: string;
  readonly tables: readonly TablePlan[];
  readonly entries: readonly EntryChange[];
  /** A timer or claim of a push that did not end. */
  readonly leftover: boolean;
  readonly findings: readonly Problem[];
}

export function planRouter(program: RouterosProgram, state: RouterState): RouterPlan {
  const { owner } = program;
  const wanted = generationsOf(program);
  const findings: Problem[] = [];
  const plans: TablePlan[] = [];
  for (const family of bothFamilies) {
    for (const table of tables) {
      const rows = rulesOf(state, family, table);
      const owned = ownedIn(rows, owner);
      const generation = wanted.find((one) => one.family === family && one.table === table);
      const plan = planTable(family, table, rows, owned, generation);
      plans.push(plan);
      findings.push(...findingsIn(plan, rows, owned, program));
    }
  }
  return {
    owner,
    tables: plans,
    entries: planEntries(program, state),
    leftover: state.schedulers.length > 0,
    findings,
  };
}

export function isSettled({ tables: plans, entries, leftover }: RouterPlan): boolean {
  const nothing = plans.every(
    ({ settle, build, enter, switches, collect }) =>
      settle.length + build.length + enter.length + switches.length + collect.length === 0,
  );
  return nothing && entries.length === 0 && !leftover;
}

/** The plan for people and programs, in the order in which it is carried out. */
export function changesOf(plan: RouterPlan): readonly Change[] {
  const before = plan.entries.filter(({ phase }) => phase === "before");
  const after = plan.entries.filter(({ phase }) => phase === "after");
  return [
    ...(plan.leftover ? [leftoverChange] : []),
    ...plan.tables.flatMap((table) => [...settleChanges(table)]),
    ...before.map(entryChange),
    ...plan.tables.flatMap((table) => [...buildChanges(table)]),
    ...plan.tables.flatMap((table) => table.switches.map((change) => switchChange(change, table))),
    ...after.map(entryChange),
    ...plan.tables.flatMap((table) => [...collectChanges(table)]),
  ];
}

const leftoverChange: Change = {
  phase: "before",
  action: "remove",
  family: "ipv4",
  menu: "/system/scheduler",
  what: "the claim or the timer of a push that did not end",
  reason: "its push is gone, and this one makes its own",
  origin: undefined,
};

function entryChange({ family, action, list, address, phase }: EntryChange): Change {
  return {
    phase,
    action: action === "remove" ? "remove" : "add",
    family,
    menu: menuPath(family, "address-list"),
    what: `${address} in ${list}`,
    reason:
      action === "add"
        ? "the policy has it"
        : action === "enable"
          ? "the policy has it, and it is switched off"
          : "the policy has it no more",
    origin: undefined,
  };
}

/** What is left of a move that did not come to its end. */
function* settleChanges({ family, table, settle }: TablePlan): Generator<Change> {
  const rest = {
    phase: "before",
    family,
    menu: menuPath(family, table),
    origin: undefined,
  } as const;
  for (const step of settle) {
    const what = rowText(step.row);
    const { action, reason } =
      step.kind === "remove"
        ? ({ action: "remove", reason: "a push left it, and no packet comes through it" } as const)
        : ({ action: "switch", reason: `it is the jump now: "${step.comment}"` } as const);
    yield { ...rest, action, what, reason };
  }
}

function* buildChanges({
  family,
  table,
  build,
  wanted,
  generation,
  enter,
  live,
}: TablePlan): Generator<Change> {
  const menu = menuPath(family, table);
  if (build.length > 0 && wanted !== undefined) {
    const names = wanted.chains.map(({ base }) => `${base}@${generation ?? ""}`);
    yield {
      phase: "before",
      action: "add",
      family,
      menu,
      what: `${counted(build.length, "rule")} in ${names.join(", ")}`,
      reason:
        live === undefined
          ? "the policy is not there yet; nothing leads into these chains until the cut-over"
          : "new rules stand beside the old ones; nothing leads into them until the cut-over",
      origin: undefined,
    };
  }
  for (const { comment, point, origin } of enter) {
    yield {
      phase: "before",
      action: "add",
      family,
      menu,
      what: `a jump in ${point}, switched off: ${comment}`,
      reason: "the way into the policy's chains",
      origin,
    };
  }
}

function switchChange(change: Switch, plan: TablePlan): Change {
  const { point, target, jump, entrance, moves } = change;
  const from = jump === undefined || jump.disabled ? "nothing" : jump.target;
  const rules =
    plan.live === undefined && jump === undefined ? undefined : rulesBetween(change, plan);
  return {
    phase: "cut-over",
    action: moves ? "move" : "switch",
    family: plan.family,
    menu: menuPath(plan.family, plan.table),
    what: `the jump in ${point} from ${from} to ${target ?? "nothing"}`,
    reason:
      target === undefined
        ? "the policy has no rules there any more"
        : moves
          ? "it does not stand where the policy says"
          : jump === undefined
            ? "the policy comes into force there"
            : jump.target === target
              ? "it is switched off"
              : "the rules of the policy are others",
    origin: entrance?.origin,
    ...(rules === undefined ? {} : { rules }),
  };
}

function rulesBetween({ target }: Switch, { live, wanted }: TablePlan): Change["rules"] {
  if (live === undefined) return undefined;
  const changes = ruleChanges(
    live.chains,
    target === undefined || wanted === undefined ? [] : contentsOf(wanted),
  );
  return changes.added.length + changes.removed.length === 0 ? undefined : changes;
}

function* collectChanges({ family, table, collect }: TablePlan): Generator<Change> {
  const menu = menuPath(family, table);
  const chains = new Map<string, number>();
  for (const row of collect) {
    const chain = row["chain"] ?? "";
    if (parseChain(chain) !== undefined) {
      chains.set(chain, (chains.get(chain) ?? 0) + 1);
      continue;
    }
    yield removal(family, menu, rowText(row), "nothing is left that it leads to");
  }
  for (const [chain, count] of chains) {
    yield removal(family, menu, `${counted(count, "rule")} in ${chain}`, "no jump leads into them");
  }
}

function removal(family: Change["family"], menu: string, what: string, reason: string): Change {
  return { phase: "after", action: "remove", family, menu, what, reason, origin: undefined };
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}
