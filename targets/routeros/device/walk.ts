import {
  along,
  type Answer,
  type Certainty,
  past,
  type UncertainWay,
  worse,
} from "../../../src/simulate/uncertain-way.js";
import type { CompiledRow, NamedMatcher } from "../simulate/compile-row.js";
import type { RouterPacket } from "../simulate/router-packet.js";

/** A rule that may end a packet's way badly. */
export interface Danger {
  readonly rule: CompiledRow;
  readonly certainty: Certainty;
  /** The matchers that it hangs on, the rule's own and those of the jumps that led there. */
  readonly because: readonly NamedMatcher[];
}

export interface WalkWorld {
  readonly chains: ReadonlyMap<string, readonly CompiledRow[]>;
  /** What a matcher says that does not hang on the packet alone; undefined asks the packet. */
  readonly judge: (matcher: NamedMatcher, packet: RouterPacket) => Answer;
}

/**
 * All rules that may drop, reject or hold a packet that enters a chain, with every draw, rate and list going against
 * it. A rule that may match is followed both ways; that counts some ways that exclude each other, and misses none.
 */
export function dangersIn(
  chain: string,
  packet: RouterPacket,
  world: WalkWorld,
): readonly Danger[] {
  const dangers: Danger[] = [];
  walk(chain, packet, world, { certainty: "certain", because: [] }, [], dangers);
  return dangers;
}

type Path = UncertainWay<NamedMatcher>;

/** @returns whether every packet's way ends in the chain */
function walk(
  chain: string,
  packet: RouterPacket,
  world: WalkWorld,
  from: Path,
  callers: readonly string[],
  dangers: Danger[],
): boolean {
  let path = from;
  for (const rule of world.chains.get(chain) ?? []) {
    const answer = ask(rule, packet, world);
    if (answer === "no") continue;
    const inside = along(path, answer);
    switch (rule.action.kind) {
      case "accept":
        if (answer.certainty === "certain") return true;
        path = past(path, answer);
        break;
      case "return":
        if (answer.certainty === "certain") return false;
        path = past(path, answer);
        break;
      case "drop":
      case "tarpit":
      case "reject":
        dangers.push({ rule, ...inside });
        if (answer.certainty === "certain") return true;
        break;
      case "jump": {
        const { chain: target } = rule.action;
        if (target === chain || callers.includes(target)) break;
        const ends = walk(target, packet, world, inside, [...callers, chain], dangers);
        if (ends && answer.certainty === "certain") return true;
        if (ends) path = past(path, answer);
        break;
      }
      case "add":
      case "go-on":
      case "unknown":
        break;
    }
  }
  return false;
}

type Match = "no" | Path;

function ask({ matchers }: CompiledRow, packet: RouterPacket, { judge }: WalkWorld): Match {
  const because: NamedMatcher[] = [];
  let certainty: Certainty = "certain";
  for (const matcher of matchers) {
    const answer = judge(matcher, packet);
    if (answer === "no") return "no";
    if (answer === "yes") continue;
    because.push(matcher);
    certainty = worse(certainty, answer);
  }
  return { certainty, because };
}
