import type { Family } from "../net/family.js";
import type { Span } from "../source/source-file.js";
import type { Problem } from "./problem.js";

/** What a device is, as it says itself. */
export interface DeviceFacts {
  /** As the user named it, without a password. */
  readonly name: string;
  /** `RouterOS`, `nftables`: what {@link version} is of. */
  readonly system: string;
  readonly identity: string;
  readonly version: string;
  readonly board: string;
}

/** The name at the head of a line: `nft:` has a colon of its own. */
export function titleOf({ name }: DeviceFacts): string {
  return name.replace(/:$/u, "");
}

/**
 * When a change happens. `before` and `after` are what no packet meets, but for entries of lists; the rules that
 * packets meet change at `cut-over` alone.
 */
export type Phase = "before" | "cut-over" | "after";

/** One change of a device, for people and programs. */
export interface Change {
  readonly phase: Phase;
  readonly action: "add" | "remove" | "switch" | "move";
  /** Undefined for what is of both. */
  readonly family: Family | undefined;
  /** The device's own name of the place, such as `/ip/firewall/filter`. */
  readonly menu: string;
  /** What is added, removed, switched or moved, in the device's words. */
  readonly what: string;
  readonly reason: string;
  /** The statement of the policy that it comes from. */
  readonly origin: Span | undefined;
  /** What becomes of the rules, line by line, where rules are switched. */
  readonly rules?: RuleChanges | undefined;
}

export interface RuleChanges {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly kept: number;
}

/** What it takes to bring a policy to a device as it is now. Nothing has been changed. */
export interface Plan {
  readonly device: DeviceFacts;
  readonly policy: string;
  /** In the order in which they are made. */
  readonly changes: readonly Change[];
  /** Drift, and what makes the policy void or dangerous; an error forbids the push. */
  readonly findings: readonly Problem[];
}

export function isRefused({ findings }: Plan): boolean {
  return findings.some(({ severity }) => severity === "error");
}
