import type { Command } from "commander";
import type { TlsTrust } from "../../targets/routeros/live.js";
import type { Device } from "../device/device.js";
import { bad, problem, type Result } from "../device/problem.js";
import { type HostUrl, parseDeviceUrl, type RouterUrl } from "./device-url.js";
import type { Host } from "./host.js";
import { readPassword } from "./password.js";
import { UsageError } from "./usage-error.js";

/** The options of every command that talks to a device. */
export interface DeviceOptions {
  readonly device: string;
  readonly passwordFile?: string;
  readonly tlsPin?: string;
  readonly tlsCa?: string;
  readonly insecure?: true;
  readonly timeout: string;
}

export function withDeviceOptions(command: Command): Command {
  return command
    .requiredOption(
      "-d, --device <device>",
      "routeros://user@host, routeros+tls://user@host, nft:, ssh://user@host, lab:",
    )
    .option("--password-file <file>", "the password, instead of SINBIN_PASSWORD or a prompt")
    .option("--tls-pin <sha256>", "the fingerprint of the one certificate that is right")
    .option("--tls-ca <file>", "certificates that vouch for the router's, in PEM")
    .option("--insecure", "take any certificate; whoever is in between can then read the password")
    .option("--timeout <seconds>", "how long a silent device is waited for", "20");
}

/** Does something with a device, and lets go of it. */
export async function withDevice<T>(
  host: Host,
  options: DeviceOptions,
  act: (device: Device) => Promise<Result<T>>,
): Promise<Result<T>> {
  const url = parseDeviceUrl(options.device);
  if (url.kind === "lab") {
    // Loaded here: a compilation talks to nobody.
    const { startLab } = await import("../../targets/routeros/lab/index.js");
    const lab = await startLab(url.version === undefined ? {} : { version: url.version });
    try {
      const shown = `routeros://admin@${lab.host}:${lab.port}`;
      const { host: address, port } = lab;
      const router: RouterUrl = {
        kind: "routeros",
        user: "admin",
        host: address,
        port,
        tls: false,
        shown,
      };
      return await withRouter(host, router, "", options, act);
    } finally {
      await lab.stop();
    }
  }
  if (url.kind === "nft") return withHost(url, options, act);
  const password = await readPassword(host, url.shown, options.passwordFile);
  return password.ok ? withRouter(host, url, password.value, options, act) : password;
}

async function withHost<T>(
  { ssh, shown }: HostUrl,
  options: DeviceOptions,
  act: (device: Device) => Promise<Result<T>>,
): Promise<Result<T>> {
  const { passwordFile, tlsPin, tlsCa, insecure } = options;
  if ([passwordFile, tlsPin, tlsCa, insecure].some((option) => option !== undefined)) {
    throw new UsageError("--password-file, --tls-pin, --tls-ca and --insecure are for routers");
  }
  const patience = secondsOf("--timeout", options.timeout) * 1000;
  const { localShell, openHostDevice, sshShell } = await import("../../targets/nftables/live.js");
  const shell = ssh === undefined ? localShell(patience) : sshShell(ssh, patience);
  const opened = await openHostDevice(shell, shown);
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
  options: DeviceOptions,
  act: (device: Device) => Promise<Result<T>>,
): Promise<Result<T>> {
  const trust = trustOf(host, url, options);
  if (!trust.ok) return trust;
  const { openRouterDevice, routerLink } = await import("../../targets/routeros/live.js");
  const link = routerLink({
    host: url.host,
    port: url.port,
    user: url.user,
    password,
    tls: trust.value,
    patience: secondsOf("--timeout", options.timeout) * 1000,
  });
  const opened = await openRouterDevice(link, { name: url.shown, user: url.user });
  if (!opened.ok) return opened;
  try {
    return await act(opened.value);
  } finally {
    opened.value.close();
  }
}

function trustOf(host: Host, url: RouterUrl, options: DeviceOptions): Result<TlsTrust | undefined> {
  const { tlsPin: pin, tlsCa, insecure = false } = options;
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
      `sinbinc: --insecure: whoever stands between here and ${url.shown} can read the password\n`,
    );
  }
  if (tlsCa === undefined) return { ok: true, value: { pin, insecure, ca: undefined } };
  const read = host.read(tlsCa);
  if (read.ok) {
    return { ok: true, value: { pin, insecure, ca: new TextDecoder().decode(read.value) } };
  }
  return bad(problem("SB6002", { device: url.shown, why: read.why, fingerprint: undefined }));
}

/** A whole number of seconds, at least one. */
export function secondsOf(option: string, text: string): number {
  const seconds = /^(\d{1,5})s?$/u.exec(text)?.[1];
  if (seconds !== undefined && Number(seconds) > 0) return Number(seconds);
  throw new UsageError(`${option} takes a number of seconds, not \`${text}\``);
}
