import { parseDuration } from "../../src/net/duration.js";
import type { PropertySchema } from "../../targets/routeros/schema.js";

/**
 * Whether a value fits the vendor's notation of its property, as far as that is read here: the numbers with their
 * bounds, and what stands between them. `num [1 .. 99]` is a number with bounds, `[ … ]` may be left out.
 */
export function fitsNotation(
  name: string,
  value: string,
  { grammar = "", values = [] }: PropertySchema,
  path: string,
): boolean {
  const found = shapes[name]?.exec(value)?.groups;
  if (found === undefined || grammar === "") return false;
  // A group that is not there has no value, whatever its type says.
  const given = Object.entries(found).filter((group) => typeof group[1] === "string");
  const numbers = given.filter(([key]) => key.startsWith("n"));
  const isBounded = numbers.every(([key, text]) => {
    const [least, most] = bounds[key] ?? [0, 2 ** 32 - 1];
    return /^(?:0|[1-9]\d*)$/u.test(text) && least <= Number(text) && Number(text) <= most;
  });
  const times = given.filter(([key]) => key.startsWith("t"));
  if (!isBounded || !times.every(([, text]) => isTime(text, 21_474_836))) return false;
  switch (name) {
    case "tcp-flags":
      return value.split(",").every((flag) => values.includes(flag.replace(/^!/u, "")));
    case "packet-size":
      return Number(found["nSizeFirst"]) <= Number(found["nSizeLast"]);
    case "connection-limit":
      return Number(found["nBits"]) <= (path.startsWith("/ip/") ? 32 : 128);
    case "dst-limit":
      return grammar.includes(`${found["mode"] ?? ""}:`);
    default:
      return true;
  }
}

const shapes: Readonly<Record<string, RegExp>> = {
  "tcp-flags": /^(?<list>!?[a-z]+(?:,!?[a-z]+)*)$/u,
  "packet-size": /^(?<nSizeFirst>\d+)-(?<nSizeLast>\d+)$/u,
  "src-mac-address": /^(?<mac>[0-9A-F]{2}(?::[0-9A-F]{2}){5})$/u,
  "icmp-options": /^(?<nType>\d+):(?<nCode>\d+)(?:-(?<nTypeLast>255))?$/u,
  "connection-limit": /^(?<nConnections>\d+),(?<nBits>\d+)$/u,
  psd: /^(?<nWeight>\d+),(?<tDelay>\w+),(?<nLow>\d+),(?<nHigh>\d+)$/u,
  limit: /^(?<nRate>\d+)(?:\/(?<tTime>1[mhd]))?,(?<nBurst>\d+):(?<unit>packet)$/u,
  "dst-limit":
    /^(?<nRate>\d+)(?:\/(?<tTime>1[mhd]))?,(?<nBurst>\d+),(?<mode>[a-z-]+)\/(?<tExpire>\w+)$/u,
};

/** What the notation says in `[ … .. … ]`, from 7.9 to 7.24. */
const bounds: Readonly<Record<string, readonly [number, number]>> = {
  nSizeFirst: [0, 65535],
  nSizeLast: [0, 65535],
  nType: [0, 255],
  nCode: [0, 255],
  nBits: [1, 128],
  nRate: [1, 32_000_000_000],
  nBurst: [0, 2_000_000_000],
};

/** As RouterOS reads a time back: `1w3d`, never `10d`. */
export function isTime(text: string, longest: number): boolean {
  const duration = parseDuration(text);
  return (
    duration !== undefined &&
    duration.milliseconds <= longest * 1000 &&
    /^(?:\d+w)?(?:[1-6]d)?(?:(?:[1-9]|1\d|2[0-3])h)?(?:[1-5]?\dm)?(?:[1-5]?\ds)?(?:[1-9]\d{0,2}ms)?$/u.test(
      text,
    )
  );
}
