/** The devices of a `sinbin.toml` or `sinbin.json`. */
export interface Fleet {
  /** The file, as it is called in messages. */
  readonly path: string;
  readonly devices: readonly FleetDevice[];
}

/** One of them, with what `[defaults]` says where it says nothing itself. Paths are ready to be read. */
export interface FleetDevice {
  readonly name: string;
  /** `routeros+tls://admin@192.0.2.1`, of one of the known forms, without a password. */
  readonly url: string;
  readonly groups: readonly string[];
  /** The policy file. */
  readonly policy?: string;
  /** What it must run: `7.20` is also 7.20.8. */
  readonly targetVersion?: string;
  readonly passwordFile?: string;
  readonly tlsPin?: string;
  readonly tlsCa?: string;
  readonly insecure?: boolean;
  /** Seconds for which it may be silent. */
  readonly timeout?: number;
  /** Seconds after which it takes an unconfirmed push back. */
  readonly confirmWithin?: number;
  readonly trial?: boolean;
  readonly allowLockout?: boolean;
}

/** The group of all devices, which need not say so. */
export const everyDevice = "all";

/** The groups there are. */
export function groupsOf({ devices }: Fleet): readonly string[] {
  return [...new Set([everyDevice, ...devices.flatMap(({ groups }) => groups)])];
}
