import type { Timeout } from "../net/duration.js";
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
  /** What it has to do with lists; undefined where that can't be told. */
  readonly use: RuleUse | undefined;
}

export type Side = "source" | "destination";

/** A rule as far as it concerns who is on which list. */
export interface RuleUse {
  /** In which {@link RuleCounter.chain} stands. */
  readonly table: string;
  readonly tests: readonly ListTest[];
  /** All that it asks for beside lists, in the device's words; empty when that is nothing. */
  readonly conditions: string;
  /** What it does; undefined for what only counts or logs. */
  readonly end: RuleEnd | undefined;
}

export interface ListTest {
  readonly side: Side;
  readonly list: string;
  readonly negated: boolean;
}

export type RuleEnd =
  | {
      readonly kind: "add";
      readonly side: Side;
      readonly list: string;
      readonly timeout: Timeout;
    }
  | { readonly kind: "jump"; readonly chain: string; readonly isGoto: boolean }
  /** Rejected and held packets are dropped too. */
  | { readonly kind: "drop" | "accept" | "return" };
