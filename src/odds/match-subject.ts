import type { AddressMatcher, Matcher, Ruleset } from "../ir/ruleset.js";
import { icmpNamed } from "../net/icmp.js";
import type { Service, ServiceTerm } from "../net/service.js";
import { holds, type Subject } from "./subject.js";

/** What a condition says of a subject: settled for good, or by what is remembered of it. */
export type Finding =
  | { readonly kind: "settled"; readonly holds: boolean }
  | {
      readonly kind: "remembered";
      readonly list: string;
      readonly side: AddressMatcher["side"];
      readonly negated: boolean;
    };

/** A condition asked of a subject, which has one connection open and touches one port. */
export function matchSubject(ruleset: Ruleset, { packet }: Subject, matcher: Matcher): Finding {
  switch (matcher.kind) {
    case "interface": {
      const found = packet[matcher.direction];
      return settled((found === matcher.interface.name) !== matcher.negated);
    }
    case "mac":
      // Nobody knows a stranger's; a packet without a MAC address meets no such condition, negated or not.
      return settled(
        packet.mac !== undefined && (packet.mac === matcher.address) !== matcher.negated,
      );
    case "address":
      return matchAddress(ruleset, packet, matcher);
    case "length":
      return settled(matcher.range.first <= packet.length && packet.length <= matcher.range.last);
    case "service":
      return settled(matchService(packet, matcher.service) !== matcher.negated);
    case "flags":
      return settled(
        packet.protocol === "tcp" &&
          matcher.set.every((flag) => packet.flags.includes(flag)) &&
          !matcher.unset.some((flag) => packet.flags.includes(flag)),
      );
    case "state":
      return settled(matcher.states.includes(packet.state));
    case "connections":
      return settled(matcher.above < 1);
    case "scan":
      // The first port of a source never matches, and one that was seen is not counted again (ipt_psd.c).
      return settled(false);
  }
}

function settled(holds: boolean): Finding {
  return { kind: "settled", holds };
}

function matchAddress(
  ruleset: Ruleset,
  packet: Subject["packet"],
  { side, negated, operand }: AddressMatcher,
): Finding {
  const address = packet[side];
  if (operand.kind === "literal") {
    return settled(holds(operand.addresses, packet.family, address) !== negated);
  }
  const list = ruleset.lists.find(({ name }) => name === operand.list);
  if (list !== undefined && holds(list.permanent, packet.family, address)) return settled(!negated);
  if (list?.dynamic !== true) return settled(negated);
  return { kind: "remembered", list: operand.list, side, negated };
}

export function matchService(packet: Subject["packet"], service: Service): boolean {
  return service.some((term) => term.protocol === packet.protocol && matchTerm(packet, term));
}

function matchTerm({ port, icmp, family }: Subject["packet"], term: ServiceTerm): boolean {
  if (term.ports !== undefined) {
    return term.ports.some(
      ({ first, last }) => port !== undefined && first <= port && port <= last,
    );
  }
  if (term.types === undefined) return true;
  return term.types.some((selector) => {
    const wanted =
      typeof selector === "string"
        ? icmpNamed(selector, family)
        : family === "ipv4"
          ? selector
          : undefined;
    if (wanted === undefined || icmp === undefined) return false;
    return wanted.type === icmp.type && (wanted.code === undefined || wanted.code === icmp.code);
  });
}
