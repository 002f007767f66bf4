import type { Device, Planned, PlanOptions, Planning } from "../../../src/device/device.js";
import type { DeviceFacts, Plan } from "../../../src/device/plan.js";
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
import type { PushTiming } from "./push-context.js";
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
  const facts: DeviceFacts = { ...router, name: name.name };
  const at: Place = { link, session, name, facts, timing };
  return good({
    facts,
    plan: async (ruleset: Ruleset, options: PlanOptions): Promise<Planning> => {
      const { value: program, diagnostics } = lower(ruleset, capabilities);
      if (program === undefined) return { diagnostics, planned: undefined };
      return { diagnostics, planned: await planProgram(at, program, options) };
    },
    planRemoval: (policy) => planProgram(at, nothingOf(policy, release), { allowLockout: true }),
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
  { link, session, name, facts, timing }: Place,
  program: RouterosProgram,
  { allowLockout }: PlanOptions,
): Promise<Result<Planned>> {
  const read = await readState(session, {
    owner: program.owner,
    lists: program.families.flatMap(({ lists }) => lists.map((list) => list.name)),
  });
  if (!read.ok) return bad(troubleProblem(read.trouble, name, nothingChanged));
  const routerPlan = planRouter(program, read.state);
  const shutOut = lockouts(routerPlan, read.state, program, session.ends).map((found): Problem =>
    allowLockout ? { ...found, severity: "warning" } : found,
  );
  const findings = [...routerPlan.findings, ...shutOut];
  return good({
    plan: planOf({ ...routerPlan, findings }, facts, program.policy),
    apply: ({ confirmWithin, progress }) =>
      pushProgram(
        {
          link,
          session,
          device: name,
          program,
          options: {
            confirmWithin,
            progress,
            name: link.clock.now().toString(36),
            timing: { ...usualTiming(confirmWithin), ...timing },
          },
        },
        routerPlan,
      ),
  });
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

function planOf(plan: RouterPlan, device: DeviceFacts, policy: string): Plan {
  return { device, policy, changes: changesOf(plan), findings: plan.findings };
}

function usualTiming(confirmWithin: number): PushTiming {
  return { beat: 2000, patience: 7000, poll: 1000, reconnectFor: (confirmWithin + 10) * 1000 };
}
