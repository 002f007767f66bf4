import type { Command } from "commander";

/** The options of every command that talks to a device. */
export interface DeviceOptions {
  readonly device?: readonly string[];
  readonly config?: string;
  readonly passwordFile?: string;
  readonly tlsPin?: string;
  readonly tlsCa?: string;
  readonly insecure?: true;
  readonly timeout?: string;
}

/** Those of a command that can talk to several. */
export interface FleetOptions extends DeviceOptions {
  readonly group?: readonly string[];
  readonly parallel?: string;
  readonly canary?: string;
}

/** An option that may be given more than once. */
function every(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value];
}

export function withDeviceOptions(command: Command): Command {
  return command
    .option(
      "-d, --device <device>",
      "routeros://user@host, routeros+tls://user@host, nft:, ssh://user@host, lab:, or a name from sinbin.toml",
      every,
    )
    .option("--config <file>", "the file of devices, instead of the nearest sinbin.toml or .json")
    .option("--password-file <file>", "the password, instead of SINBIN_PASSWORD or a prompt")
    .option("--tls-pin <sha256>", "the fingerprint of the one certificate that is right")
    .option("--tls-ca <file>", "certificates that vouch for the router's, in PEM")
    .option("--insecure", "take any certificate; whoever is in between can then read the password")
    .option("--timeout <seconds>", "how long a silent device is waited for (20)");
}

/** --device several times too. */
export function withFleetOptions(command: Command): Command {
  return withDeviceOptions(command)
    .option("-g, --group <group>", "the devices of this group of sinbin.toml; `all` are all", every)
    .option("--parallel <number>", "so many devices at a time (1)")
    .option("--canary <device>", "this one first and alone; the others only when it is well");
}
