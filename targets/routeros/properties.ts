import { type ConditionProperty, conditionProperties, type FilterRule } from "./model.js";

/** Everything `add` takes in the filter menus that is ever emitted. */
export type FilterProperty =
  | ConditionProperty
  | "chain"
  | "action"
  | "jump-target"
  | "address-list"
  | "address-list-timeout"
  | "reject-with"
  | "log"
  | "log-prefix"
  | "comment";

/** A property and its value, as RouterOS spells both. */
export type Property = readonly [name: FilterProperty, value: string];

/** The words of a rule in a chain, in the order of output. */
export function propertiesOf(rule: FilterRule, chain: string): readonly Property[] {
  const properties: Property[] = [["chain", chain], ...actionProperties(rule)];
  for (const name of conditionProperties) {
    const value = rule.conditions[name];
    if (value !== undefined) properties.push([name, value]);
  }
  properties.push(...logProperties(rule), ["comment", rule.comment]);
  return properties;
}

function actionProperties({ action }: FilterRule): readonly Property[] {
  switch (action.kind) {
    case "jump":
      return [
        ["action", "jump"],
        ["jump-target", action.chain],
      ];
    case "add":
      return [
        ["action", `add-${action.side === "source" ? "src" : "dst"}-to-address-list`],
        ["address-list", action.list],
        ["address-list-timeout", action.timeout],
      ];
    case "reject":
      return [
        ["action", "reject"],
        ["reject-with", action.answer],
      ];
    case "accept":
    case "drop":
    case "tarpit":
    case "return":
    case "passthrough":
    case "log":
      return [["action", action.kind]];
  }
}

/** The prefix is empty unless it is given; the action `log` logs by itself. */
function logProperties({ action, log }: FilterRule): readonly Property[] {
  const properties: Property[] = [];
  if (log !== undefined && action.kind !== "log") properties.push(["log", "yes"]);
  if (log !== undefined && log !== "") properties.push(["log-prefix", log]);
  return properties;
}
