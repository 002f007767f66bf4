import { parseAddressText } from "../net/address-text.js";
import { type AddressRange } from "../net/address.js";
import { type Effect, effectsOn } from "./effects.js";
import type { DeviceFacts } from "./plan.js";
import type { Status, StatusEntry } from "./status.js";

/** Where one address, or network, stands with a policy on a device. */
export interface Standing {
  readonly device: DeviceFacts;
  readonly policy: string;
  readonly inForce: boolean;
  readonly address: string;
  /** The entries that cover it, list by list. */
  readonly on: readonly StatusEntry[];
  /** Lists that rules read or fill, and that it is not on. */
  readonly notOn: readonly string[];
  /** What rules may do with its next packets, in their order; undefined where the device's rules can't be read so. */
  readonly next: readonly Effect[] | undefined;
}

/**
 * Where an address stands, told from a status.
 * @returns undefined when the text is no address
 */
export function standingOf(status: Status, given: string): Standing | undefined {
  const range = parseAddressText(given);
  if ("error" in range) return undefined;
  const { device, policy, inForce, entries } = status;
  const counters = status.counters.filter(
    ({ family }) => family === undefined || family === range.family,
  );
  const on = entries
    .filter((entry) => covers(entry, range))
    .toSorted((a, b) => (a.list < b.list ? -1 : a.list > b.list ? 1 : 0));
  const lists = new Set(on.map(({ list }) => list));
  const uses = counters.map(({ use }) => use);
  const known = new Set([
    ...uses.flatMap((use) => (use === undefined ? [] : [...namedIn(use)])),
    ...entries.map(({ list }) => list),
  ]);
  return {
    device,
    policy,
    inForce,
    address: given,
    on,
    notOn: [...known].filter((list) => !lists.has(list)).toSorted(),
    next: uses.includes(undefined) ? undefined : effectsOn(counters, lists),
  };
}

function* namedIn({
  tests,
  end,
}: NonNullable<Status["counters"][number]["use"]>): Generator<string> {
  for (const { list } of tests) yield list;
  if (end?.kind === "add") yield end.list;
}

function covers({ family, address }: StatusEntry, range: AddressRange): boolean {
  if (family !== range.family) return false;
  const own = parseAddressText(address);
  return !("error" in own) && own.first <= range.first && range.last <= own.last;
}
