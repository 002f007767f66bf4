import type { HookPoint } from "../../src/ir/ruleset.js";

/**
 * Chain names that RouterOS itself gives a meaning to: the built-in chains of its tables, and those that
 * the hotspot service makes and fills (RouterOS manual, "Filter" and "HotSpot").
 */
export const builtInChains: ReadonlySet<string> = new Set([
  "input",
  "forward",
  "output",
  "prerouting",
  "postrouting",
  "srcnat",
  "dstnat",
  "hotspot",
  "hs-auth",
  "hs-auth-to",
  "hs-input",
  "hs-unauth",
  "hs-unauth-to",
  "pre-hs-input",
]);

const hookPoints: readonly HookPoint[] = ["input", "forward", "output", "prerouting"];

/** The built-in chain of that name that policies are hooked at. */
export function builtInPoint(name: string): HookPoint | undefined {
  return hookPoints.find((point) => point === name);
}

const longestName = 63;

/**
 * A spelling for each name, no two alike. A name that RouterOS carries keeps its own; another becomes its
 * ASCII remains with a hash of the whole, so that the spelling stays the same when the policy grows.
 * @param names without repetition
 * @param reserved spellings that nothing may take
 */
export function spellNames(
  names: readonly string[],
  reserved: ReadonlySet<string> = new Set(),
): ReadonlyMap<string, string> {
  const plain = names.filter((name) => isCarried(name) && !reserved.has(name));
  const taken = new Set([...reserved, ...plain]);
  const spellings = new Map(plain.map((name) => [name, name]));
  for (const name of names) {
    if (spellings.has(name)) continue;
    const substitute = substituteFor(name);
    const spelled = taken.has(substitute) ? numbered(substitute, taken) : substitute;
    taken.add(spelled);
    spellings.set(name, spelled);
  }
  return spellings;
}

/** The first of `NAME.1`, `NAME.2`, … that is free. */
export function numbered(name: string, taken: ReadonlySet<string>): string {
  for (let count = 1; ; count++) {
    const candidate = `${name}.${count}`;
    if (!taken.has(candidate)) return candidate;
  }
}

/**
 * Printable ASCII, because the API talks Windows-1252. A leading `!` would negate, a leading `*` be read as an
 * internal id, and spaces at the ends or a comma are not sure to come back.
 */
function isCarried(name: string): boolean {
  return /^[^!*]/u.test(name) && /^[!-~](?:[ -~]*[!-~])?$/u.test(name) && isPlainEnough(name);
}

function isPlainEnough(name: string): boolean {
  return name.length <= longestName && !name.includes(",");
}

function substituteFor(name: string): string {
  if (isCarried(name)) return `${name}_chain`;
  const remains = name.replace(/[^A-Za-z0-9_-]+/gu, "_").slice(0, 40);
  return `${remains}_${fnv1a(name)}`;
}

/** FNV-1a over UTF-16 code units, 32 bits, as 8 hexadecimal digits. */
function fnv1a(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, "0");
}
