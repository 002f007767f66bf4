import { compileToRuleset } from "../../src/compile.js";
import { sourceFile } from "../../src/source/source-file.js";
import { capabilitiesOf } from "../../targets/routeros/capabilities.js";
import { pushProgram, type Pushed } from "../../targets/routeros/device/push.js";
import type {
  PushContext,
  PushOptions,
  Replanned,
} from "../../targets/routeros/device/push-context.js";
import {
  changesOf,
  isSettled,
  planRouter,
  type RouterPlan,
} from "../../targets/routeros/device/router-plan.js";
import { readState, type StateQuery } from "../../targets/routeros/device/router-state.js";
import type { Link, Row, Session } from "../../targets/routeros/device/session.js";
import {
  type Lab,
  type LabClock,
  type LabOptions,
  startLab,
} from "../../targets/routeros/lab/index.js";
import { routerLink } from "../../targets/routeros/live.js";
import { lower } from "../../targets/routeros/lower.js";
import type { RouterosProgram } from "../../targets/routeros/model.js";
import type { Result } from "../../src/device/problem.js";

/** A policy as a router of a version is to hold it. */
export function programOf(text: string, version = "7.24"): RouterosProgram {
  const { value: ruleset, diagnostics } = compileToRuleset(sourceFile("edge.sbn", text));
  const capabilities = capabilitiesOf(version);
  if (ruleset === undefined || capabilities === undefined) {
    throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  }
  const { value, diagnostics: told } = lower(ruleset, capabilities);
  if (value === undefined) throw new Error(told.map(({ message }) => message).join("\n"));
  return value;
}

/** A router's time that goes a hundred times as fast as ours. */
export function fastClock(times = 100): LabClock {
  const start = Date.now();
  return {
    now: () => start + (Date.now() - start) * times,
    after: (milliseconds, act) => {
      const timer = setTimeout(act, milliseconds / times);
      return () => clearTimeout(timer);
    },
  };
}

export function linkTo(
  { host, port }: { readonly host: string; readonly port: number },
  patience = 20_000,
  password = "",
): Link {
  return routerLink({ host, port, user: "admin", password, tls: undefined, patience });
}

export async function opened(link: Link): Promise<Session> {
  const made = await link.open();
  if (!made.ok) throw new Error(JSON.stringify(made.trouble));
  return made.session;
}

/** Does something with a session of its own. */
export async function within<T>(link: Link, act: (session: Session) => Promise<T>): Promise<T> {
  const session = await opened(link);
  try {
    return await act(session);
  } finally {
    session.close();
  }
}

export async function withLab<T>(options: LabOptions, act: (lab: Lab) => Promise<T>): Promise<T> {
  const lab = await startLab(options);
  try {
    return await act(lab);
  } finally {
    await lab.stop();
  }
}

function queryOf({ owner, families }: RouterosProgram): StateQuery {
  return { owner, lists: families.flatMap(({ lists }) => lists.map(({ name }) => name)) };
}

export async function planWith(session: Session, program: RouterosProgram): Promise<RouterPlan> {
  const read = await readState(session, queryOf(program));
  if (!read.ok) throw new Error(JSON.stringify(read.trouble));
  return planRouter(program, read.state);
}

export const quick: PushOptions = {
  confirmWithin: 2000,
  name: "test",
  timing: { beat: 10, patience: 100, poll: 10, reconnectFor: 0 },
  progress: () => undefined,
};

export function contextFor(
  link: Link,
  session: Session,
  program: RouterosProgram,
  options: PushOptions = quick,
): PushContext {
  const device = { name: "routeros://admin@lab", user: "admin" };
  const replan = async (): Promise<Replanned> => {
    const read = await readState(session, queryOf(program));
    return read.ok ? { ok: true, plan: planRouter(program, read.state) } : read;
  };
  return { link, session, device, owner: program.owner, replan, options };
}

/** Plans and pushes, as the command does it. */
export async function push(
  link: Link,
  program: RouterosProgram,
  options: Partial<PushOptions> = {},
): Promise<Result<Pushed>> {
  return within(link, async (session) => {
    const plan = await planWith(session, program);
    return pushProgram(contextFor(link, session, program, { ...quick, ...options }), plan);
  });
}

/** What is left to do. */
export async function leftToDo(link: Link, program: RouterosProgram): Promise<readonly string[]> {
  return within(link, async (session) => {
    const plan = await planWith(session, program);
    return isSettled(plan)
      ? []
      : changesOf(plan).map(({ action, menu, what }) => `${action} ${menu} ${what}`);
  });
}

export const ruleMenus = [
  "/ip/firewall/filter",
  "/ip/firewall/raw",
  "/ipv6/firewall/filter",
  "/ipv6/firewall/raw",
] as const;

const volatile = new Set([".id", "bytes", "packets", "invalid", "dynamic", "creation-time"]);

/** What a packet can meet that enters a built-in chain, rule by rule, without the names of generations. */
export function reachable(lab: Lab, menu: string, chain: string): readonly string[] {
  const rows = lab.rows(menu);
  const named = (text: string): string =>
    text.replace(/@[0-9a-f.]+$|(?<=^sinbin:.* hook .*) next$/u, "");
  const walk = (from: string, depth: number): readonly string[] => {
    const all = rows.filter((row) => row["chain"] === from && row["disabled"] !== "true");
    // Behind a return that nothing is asked of, no packet comes.
    const end = all.findIndex((row) => row["action"] === "return" && isBare(row));
    return (end < 0 ? all : all.slice(0, end)).flatMap((row) => {
      const shown = Object.entries(row)
        .filter(([name]) => !volatile.has(name))
        .map(([name, value]) => `${name}=${named(value)}`);
      const target = row["jump-target"];
      const inside = target === undefined || depth > 8 ? [] : walk(target, depth + 1);
      // A jump to where there is nothing is nothing.
      if (target !== undefined && inside.length === 0) return [];
      return [`${" ".repeat(depth)}${shown.join(" ")}`, ...inside];
    });
  };
  return walk(chain, 0);
}

function isBare(row: Row): boolean {
  const usual = new Set([
    ...volatile,
    "chain",
    "action",
    "comment",
    "disabled",
    "log",
    "log-prefix",
  ]);
  return Object.keys(row).every((name) => usual.has(name));
}

/** Rules that do not carry a policy's comment, as they are and in their order. */
export function foreignRules(lab: Lab, owner: string): readonly (readonly Row[])[] {
  return ruleMenus.map((menu) =>
    lab.rows(menu).filter(({ comment = "" }) => !comment.startsWith(owner)),
  );
}
