import type { Chain, HookPoint, Rule, Ruleset, Verdict } from "../ir/ruleset.js";
import type { Span } from "../source/source-file.js";
import { type Choices, type Effect, effectsOf, type End, endOf, verdictText } from "./actions.js";
import { type Condition, conditionsOf, interfaceCondition, type World } from "./conditions.js";
import type { Engine, EngineOptions, Passage } from "./engine.js";
import { listAtWork } from "./lists.js";
import type { Packet } from "./packet.js";
import { portScans } from "./scans.js";

export interface PolicyOptions extends EngineOptions {
  /** Which verdicts there are for a packet: it decides what `tarpit else drop` is. All of them, unless said. */
  readonly has?: ((verdict: Verdict, packet: Packet) => boolean) | undefined;
}

export interface PolicyEngine extends Engine {
  /** How many packets each rule has fired for, in the order of the policy. */
  hits(): readonly RuleHits[];
}

export interface RuleHits {
  readonly rule: Span;
  readonly hits: number;
}

/** A rule at work, with buckets of its own. */
interface ActiveRule {
  readonly origin: Span;
  readonly conditions: readonly Condition[];
  readonly effects: readonly Effect[];
  readonly end: End | undefined;
  hits: number;
}

type ActiveChain = readonly ActiveRule[];

/** The meaning of a policy, packet by packet: LANGUAGE.md section 7. */
export function policyEngine(ruleset: Ruleset, options: PolicyOptions): PolicyEngine {
  const { watch, has, listed } = options;
  const lists = new Map(ruleset.lists.map((list) => [list.name, listAtWork(list, listed)]));
  const world: World = {
    draws: options.draws,
    connections: options.connections,
    list: (name) => named(lists, name),
    scans: portScans(scanDelays(ruleset)),
  };
  const chains = new Map(
    ruleset.chains.map(({ name, rules }): [string, ActiveChain] => [
      name,
      rules.map((rule) => activate(rule, world)),
    ]),
  );
  const entrances: Readonly<Record<HookPoint, readonly Entrance[]>> = {
    prerouting: entrancesAt("prerouting", ruleset.chains),
    input: entrancesAt("input", ruleset.chains),
    forward: entrancesAt("forward", ruleset.chains),
    output: entrancesAt("output", ruleset.chains),
  };
  // Used by one packet after the other, and empty between two.
  const callers: { readonly chain: ActiveChain; readonly next: number }[] = [];
  let logs: string[] = [];

  const isMet = ({ origin, conditions }: ActiveRule, packet: Packet): boolean => {
    for (const { holds, because } of conditions) {
      if (holds(packet)) continue;
      watch?.({ kind: "missed", rule: origin, because: because(packet) });
      return false;
    }
    return true;
  };

  const verdictOf = (choices: Choices, packet: Packet): Verdict =>
    (has && choices.find((choice) => has(choice, packet))) ?? choices[0];

  const fire = (rule: ActiveRule, packet: Packet): void => {
    const did: string[] | undefined = watch && [];
    rule.hits++;
    for (const effect of rule.effects) effect(packet, logs, did);
    if (watch === undefined || did === undefined) return;
    if (rule.end !== undefined) did.push(endText(rule.end, packet));
    watch({ kind: "fired", rule: rule.origin, did });
  };

  const endText = (end: End, packet: Packet): string => {
    if (end.kind === "verdict") return verdictText(verdictOf(end.choices, packet));
    return end.kind === "jump" ? `jump ${end.chain}` : end.kind;
  };

  const walk = (start: ActiveChain, packet: Packet): Verdict | undefined => {
    let chain = start;
    let next = 0;
    for (;;) {
      const rule = chain[next++];
      if (rule !== undefined) {
        if (!isMet(rule, packet)) continue;
        fire(rule, packet);
      }
      const end = rule === undefined ? chainEnd : rule.end;
      switch (end?.kind) {
        case undefined:
          break;
        case "verdict":
          callers.length = 0;
          return verdictOf(end.choices, packet);
        case "jump":
          callers.push({ chain, next });
          chain = named(chains, end.chain);
          next = 0;
          break;
        case "return": {
          const caller = callers.pop();
          if (caller === undefined) return undefined;
          ({ chain, next } = caller);
        }
      }
    }
  };

  return {
    play: (packet) => {
      let verdict: Verdict | undefined;
      for (const { gates, chain } of entrances[packet.hook]) {
        if (!gates.every(({ holds }) => holds(packet))) continue;
        verdict = walk(named(chains, chain), packet);
        if (verdict !== undefined) break;
      }
      if (logs.length === 0) return { verdict, logs: noLogs };
      const passage: Passage = { verdict, logs };
      logs = [];
      return passage;
    },
    entries: (at) => new Map([...lists].map(([name, list]) => [name, list.entries(at)])),
    hits: () => [...chains.values()].flat().map(({ origin, hits }) => ({ rule: origin, hits })),
  };
}

const chainEnd: End = { kind: "return" };
const noLogs: readonly string[] = [];

/** A hooked chain, and what narrows its hook. */
interface Entrance {
  readonly chain: string;
  readonly gates: readonly Condition[];
}

function entrancesAt(point: HookPoint, chains: readonly Chain[]): readonly Entrance[] {
  return chains.flatMap(({ name, hook }) =>
    hook?.point === point ? [{ chain: name, gates: hook.interfaces.map(interfaceCondition) }] : [],
  );
}

function activate(rule: Rule, world: World): ActiveRule {
  return {
    origin: rule.origin,
    conditions: conditionsOf(rule, world),
    effects: effectsOf(rule.actions, world.list),
    end: endOf(rule.actions),
    hits: 0,
  };
}

function scanDelays({ chains }: Ruleset): readonly number[] {
  const matchers = chains.flatMap(({ rules }) => rules).flatMap((rule) => rule.matchers);
  return matchers.flatMap((matcher) =>
    matcher.kind === "scan" ? [matcher.scan.delay.milliseconds] : [],
  );
}

/** The check has seen to it that every name is declared. */
function named<T>(things: ReadonlyMap<string, T>, name: string): T {
  const found = things.get(name);
  if (found === undefined) throw new Error(`${name} is not declared`);
  return found;
}
