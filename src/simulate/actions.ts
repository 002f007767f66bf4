import { type Action, type AddAction, isTerminal, type Verdict } from "../ir/ruleset.js";
import { formatTimeout } from "../net/duration.js";
import { addressText } from "./conditions.js";
import type { Added, List } from "./lists.js";
import type { Packet } from "./packet.js";

/** What an action does without ending the rule. @param did takes words for it when somebody watches */
export type Effect = (packet: Packet, logs: string[], did: string[] | undefined) => void;

/** How the actions of a rule end, if they do. */
export type End =
  | { readonly kind: "verdict"; readonly choices: Choices }
  | { readonly kind: "jump"; readonly chain: string }
  | { readonly kind: "return" };

/** The first that there is for a packet. */
export type Choices = readonly [Verdict, ...Verdict[]];

export function effectsOf(
  actions: readonly Action[],
  listNamed: (name: string) => List,
): readonly Effect[] {
  return actions.flatMap((action): readonly Effect[] => {
    if (action.kind === "add") return [addEffect(action, listNamed(action.list))];
    if (action.kind === "count") return [(_packet, _logs, did) => did?.push("count")];
    if (action.kind !== "log") return [];
    const { prefix } = action;
    return [
      (_packet, logs, did) => {
        logs.push(prefix);
        did?.push(`log "${prefix}"`);
      },
    ];
  });
}

function addEffect({ side, list: name, timeout }: AddAction, list: List): Effect {
  return (packet, _logs, did) => {
    const added = list.add(packet.family, packet[side], timeout, packet.at);
    did?.push(`${addressText(packet, side)} ${wordsFor(added, name, formatTimeout(timeout))}`);
  };
}

function wordsFor(added: Added, list: string, time: string): string {
  switch (added) {
    case "added":
      return `enters ${list} for ${time}`;
    case "refreshed":
      return `is in ${list} for another ${time}`;
    case "covered":
      return `is in ${list} for ever`;
    case "full":
      return `does not enter ${list}, which is full`;
  }
}

export function endOf(actions: readonly Action[]): End | undefined {
  const last = actions.find(isTerminal);
  switch (last?.kind) {
    case "jump":
    case "return":
      return last;
    case "else": {
      const [first, ...others] = last.choices;
      return first && { kind: "verdict", choices: [first, ...others] };
    }
    case "accept":
    case "drop":
    case "tarpit":
    case "reject":
      return { kind: "verdict", choices: [last] };
    case "log":
    case "count":
    case "add":
    case undefined:
      return undefined;
  }
}

/** The verdict in words: `drop`, `reject with tcp-reset`. */
export function verdictText(verdict: Verdict): string {
  return verdict.kind === "reject" ? `reject with ${verdict.answer}` : verdict.kind;
}
