import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { Ruleset } from "../ir/ruleset.js";
import type { Duration } from "../net/duration.js";
import type { DeviceFacts, Plan } from "./plan.js";
import type { Problem, Result } from "./problem.js";
import type { Status } from "./status.js";

/**
 * A device that holds policies: a router, or this host's kernel. Commands speak of devices in these words only, so
 * that all of them are asked, changed and told of in the same way.
 */
export interface Device {
  readonly facts: DeviceFacts;
  /** What it takes to bring a policy there. Nothing is changed. */
  plan(ruleset: Ruleset, options: PlanOptions): Promise<Planning>;
  /** What it takes to take a policy away, with all that its lists hold. */
  planRemoval(policy: string): Promise<Result<Planned>>;
  status(policy: string): Promise<Result<Status>>;
  /** Puts an address on the lists that keep out. @returns what was done, in words */
  ban(
    policy: string,
    address: string,
    time: Duration | undefined,
  ): Promise<Result<readonly string[]>>;
  /** Takes an address off every list that it was learnt into. @returns what was done, in words */
  forgive(policy: string, address: string): Promise<Result<readonly string[]>>;
  close(): void;
}

export interface PlanOptions {
  /** A plan that may shut out where it is pushed from is told of, and not refused. */
  readonly allowLockout: boolean;
}

/** What the device cannot say of the policy, and the plan if that is nothing. */
export interface Planning {
  readonly diagnostics: readonly Diagnostic[];
  readonly planned: Result<Planned> | undefined;
}

/** A plan, and the way to carry it out. */
export interface Planned {
  readonly plan: Plan;
  apply(options: ApplyOptions): Promise<Result<Applied> | Outdated>;
}

/** The device is not as it was when the plan was made, so the plan was not begun with; a new one is to be made. */
export interface Outdated {
  readonly ok: false;
  readonly problem: Problem;
  readonly isOutdated: true;
}

export interface ApplyOptions {
  /** Seconds after which the device takes the change back by itself, unless it was confirmed. */
  readonly confirmWithin: number;
  readonly progress: (stage: string, done: number, total: number) => void;
}

export interface Applied {
  /** Milliseconds for which the device would have taken the change back; undefined where no rule changed. */
  readonly underRevert: number | undefined;
}
