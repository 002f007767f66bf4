import type { Matcher } from "../../src/ir/ruleset.js";
import { connectionStates } from "../../src/net/connection-state.js";
import type { Family } from "../../src/net/family.js";
import { highestPort, type PortRange } from "../../src/net/ports.js";
import type { RouterosCapabilities } from "./capabilities.js";
import { selectAddress } from "./lower-address.js";
import { selectInterface } from "./lower-interface.js";
import { selectProtocol } from "./lower-protocol.js";
import type { Table } from "./model.js";
import { everything, nothing, only, type Selection } from "./selection.js";

/** What a matcher's meaning depends on besides itself. */
export interface MatcherContext {
  readonly family: Family;
  readonly table: Table;
  readonly capabilities: RouterosCapabilities;
  /** The spelling of each list. */
  readonly listNames: ReadonlyMap<string, string>;
}

/** What the matchers of a rule pick by themselves, without counting packets: each property is used once. */
export function selectionsOf(
  matchers: readonly Matcher[],
  context: MatcherContext,
): readonly Selection[] {
  const services = matchers.find((matcher) => matcher.kind === "service");
  const flags = matchers.find((matcher) => matcher.kind === "flags");
  return [
    ...matchers.map((matcher) => selectionOf(matcher, context)),
    selectProtocol(services, flags, context.family, context.capabilities.portsPerRule),
  ];
}

function selectionOf(matcher: Matcher, { family, listNames }: MatcherContext): Selection {
  switch (matcher.kind) {
    case "interface":
      return selectInterface(matcher);
    case "address":
      return selectAddress(matcher, family, listNames);
    case "mac": {
      // As RouterOS reads it back.
      const address = matcher.address.toUpperCase();
      return only({ "src-mac-address": matcher.negated ? `!${address}` : address });
    }
    case "length":
      return selectLength(matcher.range);
    case "state":
      if (matcher.states.length === 0) return nothing;
      if (matcher.states.length === connectionStates.length) return everything;
      return only({ "connection-state": matcher.states.join(",") });
    case "service":
    case "flags":
      // Together, by `selectProtocol`.
      return everything;
    case "connections":
    case "scan":
      // Among the gates: they are asked once a packet.
      return everything;
  }
}

function selectLength({ first, last }: PortRange): Selection {
  if (first === 0 && last === highestPort) return everything;
  return only({ "packet-size": `${String(first)}-${String(last)}` });
}
