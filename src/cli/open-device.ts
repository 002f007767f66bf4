import type { TlsTrust } from "../../targets/routeros/live.js";
import type { Device } from "../device/device.js";
import { bad, problem, type Problem, type Result } from "../device/problem.js";
import type { DeviceUrl, HostUrl, RouterUrl } from "./device-url.js";
import type { Host } from "./host.js";
import { readPassword } from "./password.js";
import { UsageError } from "./usage-error.js";

/** A device and how to get there, from the command line or from a file of devices. */
export interface Reach {
  /** What it is called: its name, or its URL. */
  readonly name: string;
  readonly url: DeviceUrl;
  readonly passwordFile?: string | undefined;
  readonly tlsPin?: string | undefined;
  readonly tlsCa?: string | undefined;
  readonly insecure?: boolean | undefined;
  /** Seconds for which it may be silent. */
  readonly timeout: number;
  /** What it must run: `7.20` is also 7.20.8. */
  readonly version?: { readonly named: string; readonly path: string } | undefined;
  /** Where it was read before; otherwise it is read when it is needed. */
  readonly password?: Result<string> | undefined;
}

/** Does something with a device, and lets go of it. */
export async function withDevice<T>(
  host: Host,
  reach: Reach,
  act: (device: Device) => Promise<Result<T>>,
): Promise<Result<T>> {
  const { name, url } = reach;
  if (url.kind === "lab") {
    // Loaded here: a compilation talks to nobody.
    const { startLab } = await import("../../targets/routeros/lab/index.js");
    const lab = await startLab(url.version === undefined ? {} : { version: url.version });
    try {
      const { host: address, port } = lab;
      const shown = `routeros://admin@${address}:${port}`;
      const known = { kind: "routeros", user: "admin", host: address, port, tls: false } as const;
      const router = { ...known, shown };
      const called = name === url.shown ? shown : name;
      return await withRouter(host, router, "", { ...reach, name: called }, act);
    } finally {
      await lab.stop();
    }
  }
  if (url.kind === "nft") return withHost(url, reach, act);
  const password = await passwordOf(host, reach);
  return password.ok ? withRouter(host, url, password.value, reach, act) : password;
}

/** Of a router; asked for when it is nowhere else. */
export async function passwordOf(
  host: Host,
  { name, password, ...reach }: Reach,
): Promise<Result<string>> {
  return password ?? readPassword(host, name, reach.passwordFile);
}

/** What is wrong where another version was named than the device runs. */
export function wrongVersion({ name, version }: Reach, { facts }: Device): Problem | undefined {
  if (version === undefined) return undefined;
  const release = /\d+(?:\.\d+)*/u.exec(facts.version)?.[0] ?? "";
  if (`${release}.`.startsWith(`${version.named}.`)) return undefined;
  const found = `${facts.system} ${release === "" ? "of unknown version" : release}`;
  return problem("SB6030", { device: name, found, ...version });
}

async function withHost<T>(
  { ssh }: HostUrl,
  { name, timeout, passwordFile, tlsPin, tlsCa, insecure }: Reach,
  act: (device: Device) => Promise<Result<T>>,
): Promise<Result<T>> {
  if ([passwordFile, tlsPin, tlsCa, insecure].some((option) => option !== undefined)) {
    throw new UsageError("--password-file, --tls-pin, --tls-ca and --insecure are for routers");
  }
  const patience = timeout * 1000;
  const { localShell, openHostDevice, sshShell } = await import("../../targets/nftables/live.js");
  const shell = ssh === undefined ? localShell(patience) : sshShell(ssh, patience);
  const opened = await openHostDevice(shell, name);
  if (!opened.ok) return opened;
  try {
    return await act(opened.value);
  } finally {
    opened.value.close();
  }
}

async function withRouter<T>(
  host: Host,
  url: RouterUrl,
  password: string,
  reach: Reach,
  act: (device: Device) => Promise<Result<T>>,
): Promise<Result<T>> {
  const trust = trustOf(host, url, reach);
  if (!trust.ok) return trust;
  const { openRouterDevice, routerLink } = await import("../../targets/routeros/live.js");
  const link = routerLink({
    host: url.host,
    port: url.port,
    user: url.user,
    password,
    tls: trust.value,
    patience: reach.timeout * 1000,
  });
  const opened = await openRouterDevice(link, { name: reach.name, user: url.user });
  if (!opened.ok) return opened;
  try {
    return await act(opened.value);
  } finally {
    opened.value.close();
  }
}

function trustOf(host: Host, url: RouterUrl, reach: Reach): Result<TlsTrust | undefined> {
  const { name, tlsPin: pin, tlsCa, insecure = false } = reach;
  if (!url.tls) {
    if (pin !== undefined || tlsCa !== undefined || insecure) {
      throw new UsageError("--tls-pin, --tls-ca and --insecure are for routeros+tls://");
    }
    return { ok: true, value: undefined };
  }
  if (pin !== undefined && !/^(?:sha256:)?(?:[0-9a-f]{2}:?){32}$/iu.test(pin)) {
    throw new UsageError(
      "--tls-pin is a SHA-256 fingerprint, 64 hexadecimal digits",
      "a router shows it with `/certificate print detail`",
    );
  }
  if (insecure) {
    host.stderr.write(
      `sinbinc: --insecure: whoever stands between here and ${name} can read the password\n`,
    );
  }
  if (tlsCa === undefined) return { ok: true, value: { pin, insecure, ca: undefined } };
  const read = host.read(tlsCa);
  if (read.ok) {
    return { ok: true, value: { pin, insecure, ca: new TextDecoder().decode(read.value) } };
  }
  const state = "nothing was changed";
  return bad(problem("SB6002", { device: name, why: read.why, fingerprint: undefined, state }));
}

/** A whole number of seconds, at least one. */
export function secondsOf(option: string, text: string): number {
  const seconds = /^(\d{1,5})s?$/u.exec(text)?.[1];
  if (seconds !== undefined && Number(seconds) > 0) return Number(seconds);
  throw new UsageError(`${option} takes a number of seconds, not \`${text}\``);
}
