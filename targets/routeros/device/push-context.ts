import type { ClaimTiming } from "./claim.js";
import type { RouterPlan } from "./router-plan.js";
import type { Link, Session, Trouble } from "./session.js";
import type { DeviceName } from "./trouble-problem.js";

/** What all steps of a push are given. */
export interface PushContext {
  readonly link: Link;
  readonly session: Session;
  readonly device: DeviceName;
  /** What the comments of the policy begin with. */
  readonly owner: string;
  /** Reads the router, and plans from what is there now. */
  readonly replan: () => Promise<Replanned>;
  readonly options: PushOptions;
}

export type Replanned =
  | { readonly ok: true; readonly plan: RouterPlan }
  | { readonly ok: false; readonly trouble: Trouble };

export interface PushOptions {
  /** Seconds after which the router takes the change back unless it is confirmed. */
  readonly confirmWithin: number;
  readonly timing: PushTiming;
  /** Tells this push from others; of letters and digits. */
  readonly name: string;
  readonly progress: (stage: Stage, done: number, total: number) => void;
}

export type Stage =
  | "claim"
  /** A claim is there, and it is seen whether its push still lives. */
  | "another push?"
  | "entries"
  | "build"
  | "cut-over"
  | "prove"
  | "commit"
  | "clean up";

/** Milliseconds; tests have less of it. */
export interface PushTiming extends ClaimTiming {
  /** Between two looks at a router that is taking something back. */
  readonly poll: number;
  /** How long a push whose connection broke in the cut-over tries to find out what came of it. */
  readonly reconnectFor: number;
}
