import { choose } from "../choose.js";
import type { DeviceOptions, FleetOptions } from "../device-options.js";
import { type DeviceUrl, parseDeviceUrl } from "../device-url.js";
import type { ExitCode } from "../exit-code.js";
import type { Host } from "../host.js";
import { type Reach, secondsOf } from "../open-device.js";
import { UsageError } from "../usage-error.js";
import { everyDevice, type Fleet, type FleetDevice, groupsOf } from "./fleet.js";
import { findFleet, readFleet, type ReadFleet } from "./read-fleet.js";
import type { Turns } from "./in-turn.js";

/** A device that a command is for, with what the file of devices says of it and the command line overrules. */
export interface Member {
  readonly reach: Reach;
  /** Its policy file. */
  readonly policy: string | undefined;
  /** Seconds. */
  readonly confirmWithin: number;
  readonly trial: boolean;
  readonly allowLockout: boolean;
}

export interface Chosen {
  /** At least one. */
  readonly members: readonly [Member, ...Member[]];
  /** A group or several were named: what is told is told of each, with a table in the end. */
  readonly isFleet: boolean;
  readonly turns: Turns;
}

/** What plan and push take beside. */
export interface PolicyFlags {
  readonly confirmWithin?: string;
  readonly trial?: true;
  readonly allowLockout?: true;
}

export type Choosing =
  | { readonly ok: true; readonly value: Chosen }
  /** What is wrong has been told. */
  | { readonly ok: false; readonly code: ExitCode };

/** The devices that a command line names. Throws a usage error for what is not there. */
export async function chooseDevices(
  host: Host,
  options: FleetOptions & PolicyFlags,
): Promise<Choosing> {
  const given = options.device ?? [];
  const groups = options.group ?? [];
  if (given.length + groups.length === 0) {
    throw new UsageError(
      "no device is named",
      "say --device routeros+tls://admin@192.0.2.1, or a name or a --group of sinbin.toml",
    );
  }
  const read = await fleetFor(host, options);
  if (!read.ok) return read;
  const fleet = read.value;
  const several = given.length > 1 || groups.length > 0;
  const found = new Map<string, Member>();
  const add = (member: Member): void => {
    if (!found.has(member.reach.name)) found.set(member.reach.name, member);
  };
  for (const text of given) {
    const device = deviceOf(text, fleet);
    add(memberOf(device ?? { name: text, url: text, groups: [] }, fleet?.path, options, several));
  }
  for (const group of groups) {
    for (const device of fleet === undefined ? [] : devicesIn(fleet, group)) {
      add(memberOf(device, fleet?.path, options, several));
    }
  }
  const [first, ...others] = found.values();
  if (first === undefined) throw new UsageError(`no device is in ${groups.join(" or ")}`);
  const members = [first, ...others] as const;
  return { ok: true, value: { members, isFleet: several, turns: turnsOf(options, members) } };
}

/** For a command that is for one device. */
export async function chooseDevice(
  host: Host,
  options: DeviceOptions & PolicyFlags,
): Promise<
  { readonly ok: true; readonly value: Member } | { readonly ok: false; readonly code: ExitCode }
> {
  const chosen = await chooseDevices(host, options);
  if (!chosen.ok) return chosen;
  const [member, other] = chosen.value.members;
  if (other === undefined) return { ok: true, value: member };
  throw new UsageError("this command is for one device at a time", "name one --device");
}

/** Names have no colon, and URLs all have one. */
function isUrl(text: string): boolean {
  return text.includes(":");
}

/** Undefined where only URLs are named, and nothing needs to be looked up. */
async function fleetFor(
  host: Host,
  { device = [], group = [], config }: FleetOptions,
): Promise<ReadFleet | { readonly ok: true; readonly value: undefined }> {
  const name = device.find((text) => !isUrl(text));
  if (config === undefined && group.length === 0 && name === undefined) {
    return { ok: true, value: undefined };
  }
  const path = config ?? findFleet(host);
  if (path !== undefined) return readFleet(host, path);
  throw new UsageError(
    name === undefined
      ? `there is no group \`${group[0] ?? ""}\`: no sinbin.toml or sinbin.json is here or above`
      : `\`${name}\` is not a device, and no sinbin.toml or sinbin.json is here or above that could name one`,
    "a device is routeros://user@host[:8728], routeros+tls://user@host[:8729], nft:, ssh://[user@]host[:22] or lab:[version]",
  );
}

/** Undefined for a URL. */
function deviceOf(text: string, fleet: Fleet | undefined): FleetDevice | undefined {
  if (isUrl(text) || fleet === undefined) return undefined;
  const names = fleet.devices.map(({ name }) => name);
  const name = choose(`device in ${fleet.path}`, text, names);
  return fleet.devices.find((device) => device.name === name);
}

function devicesIn(fleet: Fleet, given: string): readonly FleetDevice[] {
  const group = choose(`group in ${fleet.path}`, given, groupsOf(fleet));
  if (group === everyDevice) return fleet.devices;
  return fleet.devices.filter(({ groups }) => groups.includes(group));
}

/** Flags are for the one device that is named, or for those of several whom they fit. */
function memberOf(
  device: FleetDevice,
  path: string | undefined,
  flags: DeviceOptions & PolicyFlags,
  several: boolean,
): Member {
  const url = parseDeviceUrl(device.url);
  const isRouter = !several || url.kind === "routeros";
  const isTls = !several || (url.kind === "routeros" && url.tls);
  const { targetVersion, policy } = device;
  const pin = isTls ? flags.tlsPin : undefined;
  const insecure = (isTls ? flags.insecure : undefined) ?? (pin === undefined && device.insecure);
  const { timeout, confirmWithin } = flags;
  const reach: Reach = {
    name: path === undefined || isUrl(device.name) ? shownUrl(url) : device.name,
    url,
    passwordFile: (isRouter ? flags.passwordFile : undefined) ?? device.passwordFile,
    tlsPin: pin ?? device.tlsPin,
    tlsCa: (isTls ? flags.tlsCa : undefined) ?? device.tlsCa,
    insecure: insecure === true ? true : undefined,
    timeout: timeout === undefined ? (device.timeout ?? 20) : secondsOf("--timeout", timeout),
    version:
      targetVersion === undefined || path === undefined
        ? undefined
        : { named: targetVersion, path },
  };
  return {
    reach,
    policy,
    confirmWithin:
      confirmWithin === undefined
        ? (device.confirmWithin ?? 60)
        : secondsOf("--confirm-within", confirmWithin),
    trial: flags.trial ?? device.trial ?? false,
    allowLockout: flags.allowLockout ?? device.allowLockout ?? false,
  };
}

function shownUrl({ shown }: DeviceUrl): string {
  return shown;
}

function turnsOf({ parallel = "1", canary }: FleetOptions, members: readonly Member[]): Turns {
  if (!/^\d{1,3}$/u.test(parallel) || Number(parallel) < 1) {
    throw new UsageError(`--parallel takes a number of devices, not \`${parallel}\``);
  }
  if (canary !== undefined) {
    const names = members.map(({ reach }) => reach.name);
    choose("device among those named", canary, names);
  }
  return { parallel: Number(parallel), canary };
}
