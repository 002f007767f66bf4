import type { HookPoint } from "../ir/ruleset.js";
import type { Family } from "../net/family.js";

/** The features of the language that a device may have or lack, in the order in which they are told. */
export const featureGroups = {
  conditions: [
    "connection state",
    "service",
    "icmp type",
    "list",
    "address",
    "interface",
    "several names of an interface",
    "interface list",
    "odds",
    "odds with a fraction",
    "limit",
    "limit per key",
    "over",
    "over per key",
    "conns per source",
    "conns per network",
    "conns per destination",
    "scan",
    "flags",
    "length",
    "mac",
  ],
  actions: [
    "accept",
    "drop",
    "reject",
    "reject with tcp-reset",
    "tarpit",
    "… else …",
    "jump",
    "return",
    "add",
    "add … for",
    "add … for forever",
    'log "…"',
    "count",
    "several actions on one draw",
    "several actions and return on one draw",
  ],
  lists: [
    "list { … }",
    "list from",
    "list timeout",
    "list timeout with a fraction of a second",
    "list max",
    "list per",
  ],
  ladders: [
    "ladder exempt",
    "ladder ignore",
    "ladder rungs",
    "ladder odds",
    "ladder odds any",
    "ladder odds other",
    "ladder bin",
    "ladder bin log",
    "ladder bin early",
    "ladder trap",
    "ladder scan",
  ],
  chains: [
    "hook",
    "hook in",
    "several chains at a hook",
    "place first",
    "place last",
    "place after",
    "names",
    "## note",
  ],
} as const;

export type FeatureName = (typeof featureGroups)[keyof typeof featureGroups][number];

export const featureNames: readonly FeatureName[] = Object.values(featureGroups).flat();

/** `approximate`: what it does instead is told with a warning; `none`: an error that shows a way out. */
export type Support = "exact" | "approximate" | "none";

/** What a policy is for; `both` is what it is for unless it says otherwise. */
export type FamilyChoice = Family | "both";

/** In the order in which a packet comes by. */
export const hookPoints: readonly HookPoint[] = ["prerouting", "input", "forward", "output"];

export const familyChoices: readonly FamilyChoice[] = ["ipv4", "ipv6", "both"];

/** How far a device follows a feature, and where it does not follow as far. */
export interface Feature {
  readonly support: Support;
  /** How it is said there, its bounds; how far off an approximation is, or the way out. */
  readonly remark: string;
  /** The first that applies takes the place of what is said in general. */
  readonly except?: readonly Exception[];
}

export interface Exception {
  /** Undefined is any. */
  readonly hooks?: readonly HookPoint[];
  readonly families?: readonly FamilyChoice[];
  readonly support: Support;
  readonly remark: string;
}

/** Every feature of the language, on one version of a device. */
export type FeatureTable = Readonly<Record<FeatureName, Feature>>;

/** How far a feature goes at one hook in a policy of one family, or of both. */
export interface Cell {
  readonly hook: HookPoint;
  readonly family: FamilyChoice;
  readonly support: Support;
  readonly remark: string;
}

export function cellOf(feature: Feature, hook: HookPoint, family: FamilyChoice): Cell {
  const exception = feature.except?.find(
    ({ hooks = hookPoints, families = familyChoices }) =>
      hooks.includes(hook) && families.includes(family),
  );
  const { support, remark } = exception ?? feature;
  return { hook, family, support, remark };
}

export function cellsOf(feature: Feature): readonly Cell[] {
  return hookPoints.flatMap((hook) => familyChoices.map((family) => cellOf(feature, hook, family)));
}
