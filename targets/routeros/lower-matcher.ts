import type { Matcher } from "../../src/ir/ruleset.js";
import { connectionStates } from "../../src/net/connection-state.js";
import type { Family } from "../../src/net/family.js";
import type { RouterosCapabilities } from "./capabilities.js";
import { selectAddress } from "./lower-address.js";
import { selectInterface } from "./lower-interface.js";
import { selectService } from "./lower-service.js";
import { everything, nothing, only, type Selection } from "./selection.js";

/** What a matcher's meaning depends on besides itself. */
export interface MatcherContext {
  readonly family: Family;
  readonly capabilities: RouterosCapabilities;
  /** The spelling of each list. */
  readonly listNames: ReadonlyMap<string, string>;
}

export function selectionOf(matcher: Matcher, context: MatcherContext): Selection {
  switch (matcher.kind) {
    case "interface":
      return selectInterface(matcher);
    case "address":
      return selectAddress(matcher, context.family, context.listNames);
    case "service":
      return selectService(matcher, context.family, context.capabilities.portsPerRule);
    case "state":
      if (matcher.states.length === 0) return nothing;
      if (matcher.states.length === connectionStates.length) return everything;
      return only({ "connection-state": matcher.states.join(",") });
  }
}
