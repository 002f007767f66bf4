import type { Family } from "../net/family.js";
import type { DeviceFacts } from "./plan.js";
import type { Problem } from "./problem.js";

/** How a policy stands on a device at a moment. */
export interface Status {
  readonly device: DeviceFacts;
  readonly policy: string;
  /** Some hook leads into the policy's rules. */
  readonly inForce: boolean;
  /** Those of the policy's lists, the permanent and the learnt ones. */
  readonly entries: readonly StatusEntry[];
  readonly counters: readonly RuleCounter[];
  readonly findings: readonly Problem[];
}

export interface StatusEntry {
  readonly list: string;
  readonly family: Family;
  readonly address: string;
  /** Milliseconds until it runs out; undefined for one without a timer. */
  readonly remaining: number | undefined;
  /** Put there by a packet or by `ban`, not by the policy's text. */
  readonly learnt: boolean;
}

export interface RuleCounter {
  /** Undefined for what is of both. */
  readonly family: Family | undefined;
  readonly chain: string;
  /** The rule in the device's words. */
  readonly rule: string;
  /** `edge.sbn:12` */
  readonly origin: string;
  readonly packets: number;
  readonly bytes: number;
}
