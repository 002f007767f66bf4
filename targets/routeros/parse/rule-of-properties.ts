import type { Span } from "../../../src/source/source-file.js";
import {
  type ConditionProperty,
  conditionProperties,
  type FilterRule,
  type RuleAction,
} from "../model.js";
import type { Properties } from "../simulate/rule-table.js";

/** The rule that `propertiesOf` spells so, or what in it is none of ours. */
export function ruleOfProperties(
  properties: Properties,
  originOf: (comment: string) => Span | undefined,
): FilterRule | { readonly problem: string } {
  const { comment = "" } = properties;
  const origin = originOf(comment);
  if (origin === undefined) return { problem: "its comment does not say where it is from" };
  const action = actionOf(properties);
  if (action === undefined) return { problem: "its action is none that a policy has" };
  const conditions: Partial<Record<ConditionProperty, string>> = {};
  for (const [name, value] of Object.entries(properties)) {
    const condition = conditionProperties.find((known) => known === name);
    if (condition !== undefined) conditions[condition] = value;
    else if (!otherProperties.has(name)) return { problem: `no policy says \`${name}\`` };
  }
  return { conditions, action, log: logOf(properties, action), comment, origin };
}

const otherProperties: ReadonlySet<string> = new Set([
  "chain",
  "action",
  "jump-target",
  "address-list",
  "address-list-timeout",
  "reject-with",
  "log",
  "log-prefix",
  "comment",
]);

function actionOf(properties: Properties): RuleAction | undefined {
  const { action } = properties;
  switch (action) {
    case "accept":
    case "drop":
    case "tarpit":
    case "return":
    case "passthrough":
    case "log":
      return { kind: action };
    case "jump": {
      const chain = properties["jump-target"];
      return chain === undefined ? undefined : { kind: "jump", chain };
    }
    case "reject": {
      const answer = properties["reject-with"];
      return answer === undefined ? undefined : { kind: "reject", answer };
    }
    case "add-src-to-address-list":
    case "add-dst-to-address-list": {
      const side = action === "add-src-to-address-list" ? "source" : "destination";
      const list = properties["address-list"];
      const timeout = properties["address-list-timeout"];
      if (list === undefined || timeout === undefined) return undefined;
      return { kind: "add", side, list, timeout };
    }
    case undefined:
    default:
      return undefined;
  }
}

function logOf(properties: Properties, action: RuleAction): string | undefined {
  const logs = action.kind === "log" || properties["log"] === "yes";
  return logs ? (properties["log-prefix"] ?? "") : undefined;
}
