import type { Chance } from "../net/chance.js";
import type { Duration } from "../net/duration.js";
import type { Node, ServiceReference, Text } from "./words.js";

/** A test of the policy, beside the policy. */
export interface ExpectStatement extends Node {
  readonly kind: "expect";
  readonly title: Text;
  readonly service: ServiceReference;
  readonly schedule: Schedule;
  readonly bound: Bound;
}

/** When the connections come. */
export type Schedule =
  | { readonly kind: "every"; readonly period: Duration; readonly jitter: Duration | undefined }
  | { readonly kind: "about"; readonly mean: Duration }
  | { readonly kind: "at"; readonly times: readonly Duration[] };

/** `banned within 6 tries >= 99%`. */
export interface Bound {
  readonly within:
    | { readonly kind: "tries"; readonly count: number }
    | { readonly kind: "time"; readonly duration: Duration }
    | undefined;
  readonly relation: ">=" | "<=";
  readonly chance: Chance;
}
