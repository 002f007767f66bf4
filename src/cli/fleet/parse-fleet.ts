import { posix } from "node:path";
import type { z } from "zod";
import type { Diagnostic, Outcome } from "../../diagnostics/diagnostic.js";
import { hasErrors } from "../../diagnostics/diagnostic.js";
import { report } from "../../diagnostics/report.js";
import { nearest } from "../../diagnostics/suggest.js";
import { type SourceFile, sourceFile, type Span } from "../../source/source-file.js";
import { type DeviceUrl, parseDeviceUrl } from "../device-url.js";
import { UsageError } from "../usage-error.js";
import { parseJsonConfig } from "./config-json.js";
import { parseTomlConfig } from "./config-toml.js";
import { type ConfigNode, type ConfigTable, memberAt, plainOf } from "./config-tree.js";
import type { Fleet, FleetDevice } from "./fleet.js";
import { type DeviceEntry, expectedOf, fleetFile, type FleetFile, keysAt } from "./fleet-schema.js";
import { masked, secretName } from "./masked.js";

/**
 * Reads the text of a `sinbin.toml`, or of a `sinbin.json` where its name ends so. What it holds that sounds like a
 * secret is not repeated by the diagnostics.
 * @param path of the file; paths in it are relative to its folder
 */
export function parseFleet(path: string, { name, text }: SourceFile): Outcome<Fleet> {
  const isJson = path.endsWith(".json");
  const parsed = isJson ? parseJsonConfig(text) : parseTomlConfig(text);
  const file = sourceFile(name, masked(text));
  if (!parsed.ok) {
    const { offset, what } = parsed.problem;
    const at = { file, start: offset, end: Math.min(offset + 1, text.length) };
    const params = { what, syntax: isJson ? "JSON" : "TOML" };
    return { value: undefined, diagnostics: [report("SB8001", at, params)] };
  }
  const { root } = parsed;
  const checked = fleetFile.safeParse(plainOf(root));
  const diagnostics = checked.success
    ? wrongDevices(checked.data, { file, root })
    : checked.error.issues.flatMap((issue) => issueIn(issue, { file, root }));
  diagnostics.sort((one, other) => one.span.start - other.span.start);
  if (!checked.success || hasErrors(diagnostics)) return { value: undefined, diagnostics };
  const folder = path.slice(0, path.lastIndexOf("/") + 1);
  return { value: { path, devices: devicesOf(checked.data, folder) }, diagnostics };
}

interface Place {
  readonly file: SourceFile;
  readonly root: ConfigTable;
}

type Path = readonly PropertyKey[];

function spanOf({ file }: Place, { start, end }: Pick<ConfigNode, "start" | "end">): Span {
  return { file, start, end: Math.max(end, start) };
}

function keySpan(place: Place, path: Path): Span {
  const { key, node } = memberAt(place.root, path);
  return spanOf(place, key ?? headOf(place, node));
}

/** Of a table that is no member of anything, its beginning. */
function headOf({ file }: Place, { start }: ConfigNode): { start: number; end: number } {
  return { start, end: Math.min(start + 1, file.text.length) };
}

function issueIn(issue: z.core.$ZodIssue, place: Place): readonly Diagnostic[] {
  const { path } = issue;
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => unknownKey(key, path, place));
  }
  const { node } = memberAt(place.root, path);
  const isMissing = memberAt(place.root, path.slice(0, -1)).node === node || path.length === 0;
  const key = String(path.at(-1) ?? "");
  if (isMissing) {
    const at = path.slice(0, -1);
    const span = keySpan(place, at);
    return [report("SB8004", span, { key, owner: ownerOf(at), expected: expectedOf(path) })];
  }
  return [report("SB8003", spanOf(place, node), { expected: expectedOf(path) })];
}

function ownerOf(path: Path): string {
  return path.length === 0 ? "this file" : `\`${path.map(String).join(".")}\``;
}

function unknownKey(key: string, path: Path, place: Place): Diagnostic {
  const span = keySpan(place, [...path, key]);
  if (secretName.test(key)) return report("SB8005", span, {});
  const known = keysAt(path);
  const meant = nearest(key, known);
  return report(
    "SB8002",
    span,
    { key, known: known.join(", ") },
    meant === undefined ? {} : { suggestion: { span, replacement: meant } },
  );
}

/** What the shape alone does not say: names, URLs, and which settings go with them. */
function wrongDevices({ devices, defaults = {} }: FleetFile, place: Place): Diagnostic[] {
  return Object.entries(devices).flatMap(([name, entry]) => {
    const path = ["devices", name];
    const found: Diagnostic[] = [];
    if (!/^\w[\w.-]*$/u.test(name)) found.push(report("SB8006", keySpan(place, path), { name }));
    const { node } = memberAt(place.root, [...path, "url"]);
    const url = urlOf(entry.url);
    if (url instanceof UsageError) {
      const isSecret = url.message.startsWith("a password");
      const span = spanOf(place, node);
      found.push(
        isSecret
          ? report("SB8005", span, {})
          : report("SB8003", span, {
              expected: `a device: ${(url.hint ?? "").replace("it is one of: ", "")}`,
            }),
      );
    } else {
      found.push(...misfits(entry, url).map((key) => misfit(key, [...path, key], place)));
    }
    if (entry.insecure === true && (entry["tls-pin"] ?? defaults["tls-pin"]) !== undefined) {
      found.push(misfit("insecure", [...path, "insecure"], place));
    }
    return found;
  });
}

function urlOf(text: string): DeviceUrl | UsageError {
  try {
    return parseDeviceUrl(text);
  } catch (error) {
    if (error instanceof UsageError) return error;
    // A user name with a broken %-escape.
    if (error instanceof URIError) return new UsageError("", "its user has a broken %-escape");
    throw error;
  }
}

/** Settings that a device of this kind has no use for. */
function misfits(entry: Partial<DeviceEntry>, url: DeviceUrl): readonly (keyof DeviceEntry)[] {
  const given = (keys: readonly (keyof DeviceEntry)[]): readonly (keyof DeviceEntry)[] =>
    keys.filter((key) => entry[key] !== undefined);
  if (url.kind === "lab") return given([...ofTls, "password-file", "target-version"]);
  if (url.kind === "nft") return given([...ofTls, "password-file"]);
  return url.tls ? [] : given(ofTls);
}

const ofTls = ["tls-pin", "tls-ca", "insecure"] as const;

function misfit(key: string, path: Path, place: Place): Diagnostic {
  const kinds: Readonly<Record<string, string>> = {
    "password-file": "routeros:// and routeros+tls://",
    "target-version": "devices that are there already, which lab: is not",
    insecure: "routeros+tls:// without a tls-pin",
  };
  return report("SB8007", keySpan(place, path), { key, kinds: kinds[key] ?? "routeros+tls://" });
}

function devicesOf({ devices, defaults = {} }: FleetFile, folder: string): readonly FleetDevice[] {
  const path = (given: string): string =>
    given.startsWith("/") ? given : posix.join(folder, given);
  return Object.entries(devices).map(([name, own]) => {
    const entry: DeviceEntry = { ...fitting(defaults, own), ...own };
    const device: { -readonly [Key in keyof FleetDevice]: FleetDevice[Key] } = {
      name,
      url: own.url,
      groups: own.groups ?? [],
    };
    const { policy, insecure, timeout, trial } = entry;
    if (policy !== undefined) device.policy = path(policy);
    if (entry["target-version"] !== undefined) device.targetVersion = entry["target-version"];
    if (entry["password-file"] !== undefined) device.passwordFile = path(entry["password-file"]);
    if (entry["tls-pin"] !== undefined) device.tlsPin = entry["tls-pin"];
    if (entry["tls-ca"] !== undefined) device.tlsCa = path(entry["tls-ca"]);
    if (insecure !== undefined) device.insecure = insecure;
    if (timeout !== undefined) device.timeout = timeout;
    if (entry["confirm-within"] !== undefined) device.confirmWithin = entry["confirm-within"];
    if (trial !== undefined) device.trial = trial;
    if (entry["allow-lockout"] !== undefined) device.allowLockout = entry["allow-lockout"];
    return device;
  });
}

/** Defaults are for those whom they fit; a device with a pin of its own is not insecure. */
function fitting(
  defaults: NonNullable<FleetFile["defaults"]>,
  own: DeviceEntry,
): Partial<DeviceEntry> {
  const wrong = misfits(defaults, parseDeviceUrl(own.url));
  const entries = Object.entries(defaults).filter(
    ([key]) => !wrong.some((name) => name === key) && !(key === "insecure" && own["tls-pin"]),
  );
  return Object.fromEntries(entries);
}
