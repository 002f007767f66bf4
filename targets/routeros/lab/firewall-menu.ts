import type { Family } from "../../../src/net/family.js";
import { builtInChains } from "../names.js";
import type { AddressLists } from "../simulate/address-lists.js";
import { failure, type Pairs } from "./answer.js";
import type { LabClock } from "./clock.js";
import type { Menu } from "./menu.js";
import type { MenuProperties } from "./properties.js";
import { faultOfRule } from "./rule-conditions.js";
import type { Item, Store } from "./store.js";

export interface RuleMenuOptions {
  readonly path: string;
  readonly family: Family;
  readonly known: MenuProperties;
  readonly store: Store;
  readonly lists: AddressLists;
  readonly clock: LabClock;
  /** Chains of the dummy rows that show what fasttrack counts. */
  readonly dummies: readonly string[];
  /** See `LabOptions.quirks`. */
  readonly quirks: boolean;
}

/** `/ip/firewall/filter` and its like. */
export function ruleMenu(options: RuleMenuOptions): Menu {
  const { path, family, known, store } = options;
  return {
    path,
    family,
    commands: known.commands,
    properties: known.properties,
    store,
    builtIn: options.dummies.map(dummyRow),
    required: ["chain"],
    standing: () => ({ action: "accept" }),
    isNamed: false,
    faultOf: (values) => faultOfRule(values, family),
    refusal: failure("rule was not added"),
    shower: () => {
      const isInvalid = options.quirks ? surveyedInvalid(options) : brokenJump(store);
      return (item) => showRule(item, isInvalid(item), options.quirks);
    },
  };
}

/** The row that shows fasttrack's counters stands first and belongs to nobody. */
function dummyRow(chain: string, index: number): Item {
  const comment = "special dummy rule to show fasttrack counters";
  return {
    id: `*FFFFFFF${(15 - index).toString(16).toUpperCase()}`,
    values: { chain, action: "passthrough", comment },
    origin: "builtin",
    packets: 0,
    bytes: 0,
    created: 0,
    until: Infinity,
  };
}

type Judge = (item: Item) => boolean;

/** Invalid is a jump to a chain that nobody has made yet. */
function brokenJump(store: Store): Judge {
  const chains = new Set(store.items().map(({ values }) => values["chain"]));
  return ({ values }) => {
    const target = values["jump-target"];
    if (values["action"] !== "jump" || target === undefined) return false;
    return !chains.has(target) && !builtInChains.has(target);
  };
}

/** What one survey of RouterOS 7.23.7 saw: `invalid` is also on rules with which nothing is wrong. */
function surveyedInvalid({ store, lists, clock }: RuleMenuOptions): Judge {
  const items = store.items();
  const isBroken = brokenJump(store);
  const targets = new Set(items.map(({ values }) => values["jump-target"]));
  const names = new Set(lists.entries(clock.now()).map(({ list }) => list));
  const first = new Map<string | undefined, string>();
  for (const { id, values } of items) {
    if (!first.has(values["chain"])) first.set(values["chain"], id);
  }
  return (item) => {
    const { chain = "" } = item.values;
    const isReached = builtInChains.has(chain) || targets.has(chain);
    const used = [item.values["src-address-list"], item.values["dst-address-list"]];
    const isUnknown = used.some(
      (name) => name !== undefined && !names.has(name.replace(/^!/u, "")),
    );
    return isBroken(item) || isUnknown || (!isReached && first.get(chain) !== item.id);
  };
}

function showRule(item: Item, isInvalid: boolean, asWritten: boolean): Pairs {
  const { chain = "", action = "", comment, disabled, log, ...rest } = item.values;
  const prefix = rest["log-prefix"];
  const matchers = Object.entries(rest).filter(([name]) => name !== "log-prefix");
  const pairs: (readonly [string, string])[] = [
    [".id", item.id],
    ["chain", chain],
    ["action", action],
    ...matchers,
    ["bytes", String(item.bytes)],
    ["packets", String(item.packets)],
  ];
  const flag = (name: string, value: string | undefined, standing: string): void => {
    if (!asWritten || value !== undefined) pairs.push([name, value ?? standing]);
  };
  flag("log", log, "false");
  flag("log-prefix", prefix, "");
  flag("disabled", disabled, "false");
  pairs.push(["invalid", String(isInvalid)], ["dynamic", String(item.origin !== "static")]);
  if (comment !== undefined) pairs.push(["comment", comment]);
  return pairs;
}
