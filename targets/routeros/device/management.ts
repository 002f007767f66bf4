import { problem, type Problem } from "../../../src/device/problem.js";
import type { Family } from "../../../src/net/family.js";
import type { Answer } from "../../../src/simulate/uncertain-way.js";
import type { Span } from "../../../src/source/source-file.js";
import { type RouterosProgram, type Table, tableOf } from "../model.js";
import { addressLists, type AddressLists } from "../simulate/address-lists.js";
import { type CompiledRow, compileRow, type NamedMatcher } from "../simulate/compile-row.js";
import { portScans } from "../simulate/port-scans.js";
import { parseRouterAddress } from "../simulate/router-address.js";
import type { RouterPacket } from "../simulate/router-packet.js";
import { ruleTable } from "../simulate/rule-table.js";
import { familyOfText } from "./bans.js";
import { entryKey } from "./entry-plan.js";
import { parseChain } from "./generation-name.js";
import { switchesOf } from "./jumps.js";
import { carriesTag } from "./ownership.js";
import { isSettled, type RouterPlan } from "./router-plan.js";
import { rulesOf, type RouterState } from "./router-state.js";
import type { Ends, Row } from "./session.js";
import type { TablePlan } from "./table-plan.js";
import { type Danger, dangersIn } from "./walk.js";

/**
 * The rules of a plan that may shut out the host that pushes. A connection that gets through proves little, so the
 * way of the management flow is walked through all rules of the router, as they are after each step of the cut-over.
 */
export function lockouts(
  plan: RouterPlan,
  state: RouterState,
  program: RouterosProgram,
  ends: Ends,
): readonly Problem[] {
  if (isSettled(plan)) return [];
  const family = familyOfText(ends.localAddress);
  const packets = managementPackets(ends, family);
  const jumps = switchesOf(plan.tables).filter((jump) => jump.family === family);
  const found = new Map<string, Problem>();
  // Each step is a set of switched jumps; the last of them is all.
  for (let done = 1; done <= Math.max(jumps.length, 1); done++) {
    const switched = new Set(
      jumps.slice(0, done).map(({ table, comment }) => `${table} ${comment}`),
    );
    const isLast = done >= jumps.length;
    const lists = listsAt(plan, state, program, family, isLast);
    for (const packet of packets) {
      const table = tableOf(packet.hook);
      const tablePlan = plan.tables.find((one) => one.family === family && one.table === table);
      if (tablePlan === undefined) continue;
      const rows = rowsAt(rulesOf(state, family, table), tablePlan, switched);
      const world = worldOf(rows, family, table, lists, program);
      for (const danger of dangersIn(packet.hook, packet, world)) {
        const told = tell(danger, tablePlan, plan.owner, ends);
        if (told !== undefined) found.set(`${told.message} ${told.origin?.start ?? 0}`, told);
      }
    }
  }
  return [...found.values()];
}

/** A new connection to the API, the open one, and what the router answers. */
function managementPackets(ends: Ends, family: Family): readonly RouterPacket[] {
  const us = parseRouterAddress(ends.localAddress, family)?.first ?? 0;
  const router = parseRouterAddress(ends.remoteAddress, family)?.first ?? 0;
  const none = { name: "", lists: [] };
  const somewhere = { name: undefined, lists: undefined };
  const usual = { at: 0, family, protocol: 6, icmp: undefined, length: 60, mac: undefined };
  const towards = {
    ...usual,
    source: us,
    destination: router,
    destinationPort: ends.remotePort,
    in: somewhere,
    out: none,
  };
  const back = {
    ...usual,
    source: router,
    destination: us,
    sourcePort: ends.remotePort,
    in: none,
    out: somewhere,
  };
  return [
    { ...towards, hook: "prerouting", state: "new", flags: ["syn"] },
    { ...towards, hook: "input", state: "new", flags: ["syn"] },
    { ...towards, hook: "prerouting", state: "established", flags: ["ack"] },
    { ...towards, hook: "input", state: "established", flags: ["ack"] },
    { ...back, hook: "output", state: "established", flags: ["syn", "ack"] },
    { ...back, hook: "output", state: "established", flags: ["ack"] },
  ];
}

/** The rows of a table when some jumps have been switched. */
function rowsAt(
  rows: readonly Row[],
  plan: TablePlan,
  switched: ReadonlySet<string>,
): readonly Row[] {
  const changed = rows.map((row): Row => {
    const change = plan.switches.find(({ jump }) => jump !== undefined && jump.id === row[".id"]);
    if (change === undefined || !switched.has(`${plan.table} ${change.comment}`)) return row;
    return change.target === undefined || change.moves
      ? { ...row, disabled: "true" }
      : { ...row, "jump-target": change.target, disabled: "false" };
  });
  const entered = plan.enter.map(({ point, comment }): Row => {
    const change = plan.switches.find((one) => one.comment === comment);
    const isOn = switched.has(`${plan.table} ${comment}`);
    return {
      chain: point,
      action: "jump",
      "jump-target": change?.target ?? "",
      disabled: String(!isOn),
      comment,
    };
  });
  // First, whatever its place: what would let the flow pass before ours is not counted on.
  return [...entered, ...changed, ...plan.build];
}

interface ListsAt {
  readonly lists: AddressLists;
  /** Lists whose permanent members are all known. */
  readonly known: ReadonlySet<string>;
}

/** The permanent entries during the cut-over, or at the end of all. */
function listsAt(
  plan: RouterPlan,
  { families }: RouterState,
  program: RouterosProgram,
  family: Family,
  isLast: boolean,
): ListsAt {
  const lists = addressLists(family);
  const changes = plan.entries.filter(
    (change) => change.family === family && (isLast || change.phase === "before"),
  );
  const removed = new Set(changes.filter(({ action }) => action === "remove").map(({ id }) => id));
  const present = families.find((one) => one.family === family)?.entries ?? [];
  const added = new Set<string>();
  const add = (list: string, address: string): void => {
    const key = entryKey(list, address);
    if (added.has(key)) return;
    added.add(key);
    lists.add({ list, address }, 0);
  };
  for (const row of present) {
    if (!removed.has(row[".id"])) add(row["list"] ?? "", row["address"] ?? "");
  }
  for (const change of changes) if (change.action === "add") add(change.list, change.address);
  const known = program.families.flatMap((one) => [
    ...one.lists.map(({ name }) => name),
    ...one.tables.flatMap(({ chains, hooks }) =>
      [...chains, ...hooks].flatMap(({ rules }) =>
        rules.flatMap(({ conditions }) => listNames(conditions)),
      ),
    ),
  ]);
  return { lists, known: new Set(known) };
}

function listNames(conditions: Readonly<Partial<Record<string, string>>>): readonly string[] {
  return [conditions["src-address-list"], conditions["dst-address-list"]].flatMap((name) =>
    name === undefined ? [] : [name.replace(/^!/u, "")],
  );
}

function worldOf(
  rows: readonly Row[],
  family: Family,
  table: Table,
  { lists, known }: ListsAt,
  { owner }: RouterosProgram,
): Parameters<typeof dangersIn>[2] {
  const store = ruleTable();
  const world = { draws: () => 0, connections: () => undefined, scans: portScans() };
  const chains = new Map<string, CompiledRow[]>();
  const learnt = new Set<string>();
  for (const row of rows) {
    // Some versions call rules invalid that are not; ours are held to be in force.
    const kept = store.add(carriesTag(row, owner) ? { ...row, invalid: "false" } : row);
    const compiled = kept && compileRow(kept, { family, table, lists, world });
    if (compiled === undefined) continue;
    const chain = row["chain"] ?? "";
    chains.set(chain, [...(chains.get(chain) ?? []), compiled]);
    const list = row["address-list"];
    if (list !== undefined) learnt.add(list);
  }
  return { chains, judge: (matcher, packet) => judge(matcher, packet, known, learnt) };
}

/** Draws and counters go against the packet; so does a list that it may be put on. */
function judge(
  matcher: NamedMatcher,
  packet: RouterPacket,
  known: ReadonlySet<string>,
  learnt: ReadonlySet<string>,
): Answer {
  const { kind, value, matches } = matcher;
  switch (kind) {
    case "draw":
    case "rate":
    case "scan":
    case "connections":
      return "luck";
    case "list": {
      const list = value.replace(/^!/u, "");
      const isNegated = value.startsWith("!");
      const holds = matches(packet);
      // A permanent member is one for good.
      if (holds !== undefined && holds !== isNegated) return holds ? "yes" : "no";
      if (learnt.has(list)) return "luck";
      if (holds === undefined || !known.has(list)) return "unknown";
      return holds ? "yes" : "no";
    }
    case "plain": {
      const holds = matches(packet);
      return holds === undefined ? "unknown" : holds ? "yes" : "no";
    }
  }
}

/** Only of rules that this push brings; what others drop, they dropped before. */
function tell(
  { rule, certainty, because }: Danger,
  plan: TablePlan,
  owner: string,
  { localAddress: address, remotePort: port }: Ends,
): Problem | undefined {
  const { row } = rule;
  const { chain = "" } = row.properties;
  const isNew = parseChain(chain)?.generation === plan.generation;
  if (!isNew || !carriesTag(row.properties, owner)) return undefined;
  const origin = originOf(row.properties, plan);
  const action = row.properties["action"] ?? "";
  const on = [...new Set(because.map(({ property, value }) => `${property}=${value}`))].join(", ");
  switch (certainty) {
    case "certain":
      return problem(
        "SB6012",
        { address, port, how: `it is certain to come to ${action}` },
        origin,
      );
    case "luck":
      return problem(
        "SB6012",
        { address, port, how: `it comes to ${action} if ${on} go against it` },
        origin,
      );
    case "unknown":
      return problem(
        "SB6019",
        { address, port, how: `it comes to ${action} if ${on} hold` },
        origin,
      );
  }
}

/** The rule of the policy that a row was made from. */
function originOf(properties: Row, { wanted }: TablePlan): Span | undefined {
  const chain = parseChain(properties["chain"] ?? "")?.base;
  const comment = properties["comment"];
  const rules = wanted?.chains.find(({ base }) => base === chain)?.rules ?? [];
  return rules.find((rule) => rule.properties["comment"] === comment)?.origin;
}
