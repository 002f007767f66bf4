// By its names: of `{ z }` a bundler takes all of zod, and every start of the program would read it.
import * as z from "zod";

/** The shape of `sinbin.toml` and `sinbin.json`. What a value must be is said in {@link expectedOf}. */

/** What `[defaults]` and each device may say. */
export interface SettingsEntry {
  readonly policy?: string | undefined;
  readonly "target-version"?: string | undefined;
  readonly "password-file"?: string | undefined;
  readonly "tls-pin"?: string | undefined;
  readonly "tls-ca"?: string | undefined;
  readonly insecure?: boolean | undefined;
  readonly timeout?: number | undefined;
  readonly "confirm-within"?: number | undefined;
  readonly trial?: boolean | undefined;
  readonly "allow-lockout"?: boolean | undefined;
}

export interface DeviceEntry extends SettingsEntry {
  readonly url: string;
  readonly groups?: readonly string[] | undefined;
}

export interface FleetFile {
  readonly defaults?: SettingsEntry | undefined;
  readonly devices: Readonly<Record<string, DeviceEntry>>;
}

const text = z.string().min(1);
const seconds = z.int().min(1).max(99_999);
const version = z.string().regex(/^\d+\.\d+(?:\.\d+)?$/u);
const pin = z.string().regex(/^(?:sha256:)?(?:[0-9a-f]{2}:?){32}$/iu);
const groupName = z.string().regex(/^\w[\w.-]*$/u);

const settings = {
  policy: text.optional(),
  "target-version": version.optional(),
  "password-file": text.optional(),
  "tls-pin": pin.optional(),
  "tls-ca": text.optional(),
  insecure: z.boolean().optional(),
  timeout: seconds.optional(),
  "confirm-within": seconds.optional(),
  trial: z.boolean().optional(),
  "allow-lockout": z.boolean().optional(),
};

const device = { url: text, groups: z.array(groupName).optional(), ...settings };

const file = {
  defaults: z.strictObject(settings).optional(),
  devices: z.record(z.string(), z.strictObject(device)),
};

export const fleetFile: z.ZodType<FleetFile> = z.strictObject(file);

/** The keys that may stand at a path. */
export function keysAt(path: readonly PropertyKey[]): readonly string[] {
  if (path.length === 0) return Object.keys(file);
  return path[0] === "devices" ? Object.keys(device) : Object.keys(settings);
}

/** What a value must be, in words. */
export function expectedOf(path: readonly PropertyKey[]): string {
  const [first, second] = path;
  if (path.length === 1 && first === "devices")
    return "a table of devices: `[devices.NAME]`, each with a `url`";
  if (path.length < 2) return "a table";
  if (first === "devices" && path.length === 2)
    return `a table with the \`url\` of ${String(second)}`;
  const key = String(path[first === "devices" ? 2 : 1]);
  return expected[key] ?? "something else";
}

const expected: Readonly<Record<string, string>> = {
  url: "a device, such as `routeros+tls://admin@192.0.2.1`",
  groups: "a list of names of letters, digits, `.`, `_` and `-`",
  policy: "the path of a policy file",
  "target-version": 'a version, such as `"7.20"`',
  "password-file": "the path of a file",
  "tls-pin": "a SHA-256 fingerprint, 64 hexadecimal digits",
  "tls-ca": "the path of a file of certificates",
  insecure: "`true` or `false`",
  timeout: "a whole number of seconds, 1 to 99999",
  "confirm-within": "a whole number of seconds, 1 to 99999",
  trial: "`true` or `false`",
  "allow-lockout": "`true` or `false`",
};
