import type { Device, Planned, PlanOptions, Planning } from "../../../src/device/device.js";
import type { DeviceFacts } from "../../../src/device/plan.js";
import { bad, good, problem, type Problem, type Result } from "../../../src/device/problem.js";
import type { Ruleset } from "../../../src/ir/ruleset.js";
import type { Duration } from "../../../src/net/duration.js";
import { capabilitiesOf } from "../capabilities.js";
import { ownerTag } from "../comments.js";
import { lower } from "../lower.js";
import { addressTexts } from "../lower-address.js";
import type { RouterosProgram } from "../model.js";
import { parseRouterAddress } from "../simulate/router-address.js";
import { routerosVersions } from "../versions.js";
import { ban, covers, familyOfText, forgive } from "./bans.js";
import { readLivePolicy } from "./live-policy.js";
import { lockouts } from "./management.js";
import { readStatus } from "./read-status.js";
import { pushProgram } from "./push.js";
import type { PushTiming, Replanned } from "./push-context.js";
import { planRemoval } from "./removal.js";
import { changesOf, planRouter, type RouterPlan } from "./router-plan.js";
import { readState } from "./router-state.js";
import type { Link, Session } from "./session.js";
import { type DeviceName, nothingChanged, troubleProblem } from "./trouble-problem.js";

export interface RouterDeviceOptions {
  readonly timing?: Partial<PushTiming>;
}

/** A router as a device. Fails where it cannot be reached, or runs a RouterOS that is not known. */
export async function openRouterDevice(
  link: Link,
  name: DeviceName,
  { timing = {} }: RouterDeviceOptions = {},
): Promise<Result<Device>> {
  const opened = await link.open();
  if (!opened.ok) return bad(troubleProblem(opened.trouble, name, nothingChanged));
  const { session } = opened;
  const { router } = session;
  const release = /^\d+\.\d+(?:\.\d+)?/u.exec(router.version)?.[0] ?? "";
  const capabilities = capabilitiesOf(release);
  if (capabilities === undefined) {
    session.close();
    const version = router.version === "" ? "of unknown version" : router.version;
    const known = `${routerosVersions[0] ?? ""} and ${routerosVersions[1] ?? ""} to ${routerosVersions.at(-1) ?? ""}`;
    return bad(problem("SB6006", { device: name.name, version, known }));
  }
  const facts: DeviceFacts = { ...router, system: "RouterOS", name: name.name };
  const at: Place = { link, session, name, facts, timing };
  return good({
    facts,
    plan: async (ruleset: Ruleset, options: PlanOptions): Promise<Planning> => {
      const { value: program, diagnostics } = lower(ruleset, capabilities);
      if (program === undefined) return { diagnostics, planned: undefined };
      return { diagnostics, planned: await planProgram(at, program, options) };
    },
    planRemoval: async (policy) => {
      const nothing = nothingOf(policy, release);
      const replan = (): Promise<Replanned> => planRemoval(session, nothing);
      const planned = await replan();
      if (!planned.ok) return bad(troubleProblem(planned.trouble, name, nothingChanged));
      return good(plannedAs(at, policy, nothing.owner, planned.plan, replan));
    },
    status: async (policy) => {
      const read = await readStatus(session, ownerTag(policy), policy, facts);
      return read.ok ? good(read.status) : bad(troubleProblem(read.trouble, name, nothingChanged));
    },
    ban: (policy, address, time) => changeBans(at, policy, address, { kind: "ban", time }),
    forgive: (policy, address) => changeBans(at, policy, address, { kind: "forgive" }),
    close: () => session.close(),
  });
}

interface Place {
  readonly link: Link;
  readonly session: Session;
  readonly name: DeviceName;
  readonly facts: DeviceFacts;
  readonly timing: Partial<PushTiming>;
}

/** The program of a policy that is not there. */
function nothingOf(policy: string, version: string): RouterosProgram {
  const owner = ownerTag(policy);
  return { version, policy, source: policy, owner, renamings: [], cleared: [], families: [] };
}

async function planProgram(
  at: Place,
  program: RouterosProgram,
  { allowLockout }: PlanOptions,
): Promise<Result<Planned>> {
  const { session, name } = at;
  const lists = program.families.flatMap((family) => family.lists.map((list) => list.name));
  const read = await readState(session, { owner: program.owner, lists });
  if (!read.ok) return bad(troubleProblem(read.trouble, name, nothingChanged));
  const plan = planRouter(program, read.state);
  const shutOut = lockouts(plan, read.state, program, session.ends).map((found): Problem =>
    allowLockout ? { ...found, severity: "warning" } : found,
  );
  const replan = async (): Promise<Replanned> => {
    const again = await readState(session, { owner: program.owner, lists });
    return again.ok ? { ok: true, plan: planRouter(program, again.state) } : again;
  };
  const told = { ...plan, findings: [...plan.findings, ...shutOut] };
  return good(plannedAs(at, program.policy, program.owner, told, replan));
}

/** A plan with the way to carry it out. */
function plannedAs(
  { link, session, name, facts, timing }: Place,
  policy: string,
  owner: string,
  plan: RouterPlan,
  replan: () => Promise<Replanned>,
): Planned {
  return {
    plan: { device: facts, policy, changes: changesOf(plan), findings: plan.findings },
    apply: ({ confirmWithin, progress }) => {
      const options = {
        confirmWithin,
        progress,
        name: link.clock.now().toString(36),
        timing: { ...usualTiming(confirmWithin), ...timing },
      };
      return pushProgram({ link, session, device: name, owner, replan, options }, plan);
    },
  };
}

type BanChange =
  { readonly kind: "ban"; readonly time: Duration | undefined } | { readonly kind: "forgive" };

async function changeBans(
  { session, name }: Place,
  policy: string,
  given: string,
  change: BanChange,
): Promise<Result<readonly string[]>> {
  const family = familyOfText(given);
  const range = parseRouterAddress(given, family);
  const texts = range === undefined ? [] : addressTexts(range);
  const [text] = texts;
  if (text === undefined || texts.length > 1) {
    return bad(problem("SB6020", { address: given, why: "it is not an address or a prefix" }));
  }
  const address = { family, text };
  const own = [session.ends.localAddress, session.ends.remoteAddress];
  if (change.kind === "ban" && own.some((host) => covers(address, host))) {
    const why = "it is the address that this is sent from, or the router's own";
    return bad(problem("SB6020", { address: given, why }));
  }
  const read = await readLivePolicy(session, ownerTag(policy));
  if (!read.ok) return bad(troubleProblem(read.trouble, name, nothingChanged));
  const done =
    change.kind === "ban"
      ? await ban(session, read.live, address, change.time)
      : await forgive(session, read.live, address);
  return done.ok
    ? good(done.did)
    : bad(troubleProblem(done.trouble, name, "some lists may be changed and others not"));
}

function usualTiming(confirmWithin: number): PushTiming {
  return { beat: 2000, patience: 7000, poll: 1000, reconnectFor: (confirmWithin + 10) * 1000 };
}
