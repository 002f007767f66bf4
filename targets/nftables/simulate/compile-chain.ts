import type { Verdict } from "../../../src/ir/ruleset.js";
import type { Packet } from "../../../src/simulate/packet.js";
import type { DeviceInterfaces } from "../../../src/target/device-interfaces.js";
import { unspacedPrefix } from "../log-prefix.js";
import type { End, NftChain, NftProgram, NftRule } from "../model.js";
import { printEnd, printLog, printMatch } from "../print-rule.js";
import { printTest } from "../print-test.js";
import { type Check, compileMatch } from "./compile-match.js";
import { compileTest, type NftEngineOptions } from "./compile-test.js";
import { addressLoad, portLoad } from "./keys.js";
import type { Tables } from "./tables.js";

/**
 * A packet's way through a chain; undefined when it came back.
 * @param depth how many chains it is below the base chain
 */
export type Walk = (packet: Packet, logs: string[], depth: number) => Verdict | undefined;

/** The kernel's jump stack (NFT_JUMP_STACK_SIZE); it refuses to load what is deeper, and drops if it ever meets it. */
const deepest = 16;

/** Chains by name. */
export function compileChains(
  program: NftProgram,
  tables: Tables,
  options: NftEngineOptions,
  interfaces: DeviceInterfaces,
): ReadonlyMap<string, Walk> {
  const walks = new Map<string, Walk>();
  const parts: Parts = { program, tables, options, interfaces, walkOf: (name) => walks.get(name) };
  for (const chain of program.chains) walks.set(chain.name, compileChain(chain, parts));
  return walks;
}

interface Parts {
  readonly program: NftProgram;
  readonly tables: Tables;
  readonly options: NftEngineOptions;
  readonly interfaces: DeviceInterfaces;
  readonly walkOf: (chain: string) => Walk | undefined;
}

/** What a rule does with a packet: a verdict, to leave the chain, or to go on to the next rule. */
type Step = (packet: Packet, logs: string[], depth: number) => Verdict | "leave" | undefined;

function compileChain({ groups }: NftChain, parts: Parts): Walk {
  const steps = groups.flatMap(({ rules }) => rules).map((rule) => compileRule(rule, parts));
  return (packet, logs, depth) => {
    for (const step of steps) {
      const done = step(packet, logs, depth);
      if (done === "leave") return undefined;
      if (done !== undefined) return done;
    }
    return undefined;
  };
}

/** Parts of a rule from left to right; the first that fails ends it, and the next rule is tried. */
function compileRule(rule: NftRule, parts: Parts): Step {
  const { program, tables, options, interfaces } = parts;
  const { watch } = options;
  const prefixes = rule.logs.map(unspacedPrefix);
  const matching = rule.matches.map((match) => compileMatch(match, tables, interfaces));
  const asked = [
    ...matching,
    ...rule.tests.map((test) => compileTest(test, program, tables, options)),
  ];
  const guarded = rule.guards.map((match) => compileMatch(match, tables, interfaces));
  const end = compileEnd(rule.end, parts);
  const plain: Step = (packet, logs, depth) => {
    for (const check of asked) if (!check(packet)) return undefined;
    for (const prefix of prefixes) logs.push(prefix);
    for (const check of guarded) if (!check(packet)) return undefined;
    return end(packet, logs, depth);
  };
  if (watch === undefined) return plain;

  const place = rule.comment === undefined ? "" : `${rule.comment}: `;
  const failing = (checks: readonly Check[], texts: readonly string[], packet: Packet) =>
    texts[checks.findIndex((check) => !check(packet))];
  return (packet, logs, depth) => {
    const askedTexts = [...rule.matches.map(printMatch), ...rule.tests.map(printTest)];
    const missed = failing(asked, askedTexts, packet);
    if (missed !== undefined) {
      watch({ kind: "missed", rule: undefined, because: `${place}${missed}` });
      return undefined;
    }
    logs.push(...prefixes);
    const kept = failing(guarded, rule.guards.map(printMatch), packet) !== undefined;
    const did = rule.logs.map(printLog);
    if (!kept && rule.end !== undefined) did.push(printEnd(rule.end));
    watch({ kind: "fired", rule: undefined, did: did.map((text) => `${place}${text}`) });
    return kept ? undefined : end(packet, logs, depth);
  };
}

function compileEnd(end: End | undefined, { program, tables, options, walkOf }: Parts): Step {
  switch (end?.kind) {
    case undefined:
      return () => undefined;
    case "accept":
    case "drop":
      return constant({ kind: end.kind });
    case "reject":
      return constant({ kind: "reject", answer: end.answer });
    case "return":
      return () => "leave";
    case "jump":
      return (packet, logs, depth) => follow(end.chain, walkOf, packet, logs, depth);
    case "goto":
      // Where that chain ends or returns, a packet goes back to where this one was jumped to from.
      return (packet, logs, depth) => follow(end.chain, walkOf, packet, logs, depth) ?? "leave";
    case "ports":
      return (packet, logs, depth) => {
        const { port } = packet;
        const its = end.cases.find(
          ({ protocol, range }) =>
            protocol === packet.protocol &&
            port !== undefined &&
            range.first <= port &&
            port <= range.last,
        );
        return its && follow(its.chain, walkOf, packet, logs, depth);
      };
    case "remember-port": {
      const load = portLoad(end.family);
      const set = tables.written(end.set);
      const timeout = program.meters.find(({ name }) => name === end.set)?.timeout?.milliseconds;
      return (packet) => {
        const key = load(packet);
        const how = { refreshes: false, timeout, bucket: undefined };
        if (key !== undefined) set.put(key, packet.at, how);
        return undefined;
      };
    }
    case "update": {
      const load = addressLoad(end.family, end.side, end.per);
      const set = tables.written(end.set);
      const timeout = end.timeout === "forever" ? undefined : end.timeout.milliseconds;
      const how = { refreshes: true, timeout, bucket: undefined };
      const list = program.sets.find(({ name }) => name === end.set)?.list;
      return (packet) => {
        const key = load(packet);
        if (key === undefined) return undefined;
        const isThereForGood = set.find(key, packet.at)?.expires === Infinity;
        const element = set.put(key, packet.at, how);
        if (element !== undefined && list !== undefined && !isThereForGood) {
          options.listed?.(list, key);
        }
        return undefined;
      };
    }
  }
}

function constant(verdict: Verdict): Step {
  return () => verdict;
}

function follow(
  chain: string,
  walkOf: Parts["walkOf"],
  packet: Packet,
  logs: string[],
  depth: number,
): Verdict | undefined {
  if (depth >= deepest) return { kind: "drop" };
  const walk = walkOf(chain);
  if (walk === undefined) throw new Error(`the table has no chain ${chain}`);
  return walk(packet, logs, depth + 1);
}
