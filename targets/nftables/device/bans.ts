import { bad, good, problem, type Result } from "../../../src/device/problem.js";
import { addressSet, rangesOf } from "../../../src/net/address-set.js";
import { type AddressRange, addressBits } from "../../../src/net/address.js";
import { parseAddressText } from "../../../src/net/address-text.js";
import { type Duration, formatTimeout, type Timeout } from "../../../src/net/duration.js";
import { widened } from "../members.js";
import { printRange } from "../print-members.js";
import { nftTime } from "./add-elements.js";
import { binsOf, type ListSet, type LiveLists, listsOf } from "./live-lists.js";
import { type HostState, readHost } from "./read-host.js";
import { changeScript } from "./scripts.js";
import type { Shell } from "./shell.js";
import { endProblem, nothingChanged } from "./trouble.js";

export type BanChange =
  { readonly kind: "ban"; readonly time: Duration | undefined } | { readonly kind: "forgive" };

/** What was done, a sentence each, and the commands that do it. */
interface Doing {
  readonly did: readonly string[];
  readonly commands: readonly string[];
}

export async function changeBans(
  { shell, name }: { readonly shell: Shell; readonly name: string },
  table: string,
  given: string,
  change: BanChange,
): Promise<Result<readonly string[]>> {
  const refused = (why: string): Result<readonly string[]> =>
    bad(problem("SB6020", { address: given, why }));
  const range = parseAddressText(given);
  if ("error" in range) return refused("it is not an address or a prefix");
  const read = await readHost(shell, name, table);
  if (!read.ok) return read;
  const state = read.value;
  if (state.live === undefined) return refused(`there is no table inet ${table} on ${name}`);
  if (change.kind === "ban" && ownAddresses(state).some((own) => contains(range, own))) {
    return refused("it is the address that this is sent from, or the host's own");
  }
  const lists = listsOf(state.live.table);
  const doing =
    change.kind === "ban" ? ban(table, lists, range, change.time) : forgive(table, lists, range);
  if (!doing.ok) return refused(doing.why);
  const { did, commands } = doing.value;
  if (commands.length === 0) return good(did);
  const ran = await shell.run(changeScript, [table], [...commands, ""].join("\n"));
  if (ran.kind === "ended" && ran.code === 0) return good(did);
  if (ran.kind === "ended" && /Too many open files/u.test(ran.errors)) {
    return refused("its list is full");
  }
  const state_ = ran.kind === "silent" ? "whether it was done is not known" : nothingChanged;
  return bad(endProblem(ran, name, commands.join("; "), state_));
}

/** Those that must not be banned: the host's own, and where one is logged in from. */
function ownAddresses({ session, addresses }: HostState): readonly string[] {
  return session === undefined ? addresses : [session.client, ...addresses];
}

function contains(range: AddressRange, text: string): boolean {
  const own = parseAddressText(text.replace(/^::ffff:(?=\d+\.)/iu, "").replace(/%.*$/u, ""));
  if ("error" in own || own.family !== range.family) return false;
  return range.first <= own.first && own.last <= range.last;
}

type Attempt<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly why: string };

/** On every list that keeps out; never for a shorter time than is running, never with a timer beside a permanent entry. */
function ban(
  table: string,
  lists: LiveLists,
  range: AddressRange,
  time: Duration | undefined,
): Attempt<Doing> {
  const did: string[] = [];
  const commands: string[] = [];
  for (const { list, sets, usual } of binsOf(lists, range.family)) {
    const timeout = time ?? usual;
    const target = targetOf(sets, timeout);
    if (target === undefined) continue;
    const key = keyIn(target, range);
    if (key === undefined) {
      const takes =
        target.per === undefined ? "single addresses" : `networks of ${target.per} bits`;
      return { ok: false, why: `\`${list}\` takes ${takes} only` };
    }
    const fixed = lists.sets.find((set) => set.isFixed && set.list === list && holds(set, range));
    if (fixed !== undefined) {
      did.push(`${key} is on ${list} by the policy itself`);
      continue;
    }
    const present = sets.flatMap((set) => memberIn(set, key) ?? []);
    const wanted = timeout === "forever" ? Infinity : timeout.milliseconds;
    if (present.some(({ expires }) => (expires ?? Infinity) >= wanted)) {
      did.push(`${key} is on ${list} already, and stays there as long or longer`);
      continue;
    }
    // Linux before 6.12 leaves the timer of an element that is there.
    if (memberIn(target, key) !== undefined) {
      commands.push(`delete element inet ${table} ${target.name} { ${key} }`);
    }
    const timer = timeout === "forever" ? "" : ` timeout ${nftTime(timeout.milliseconds)}`;
    commands.push(`add element inet ${table} ${target.name} { ${key}${timer} }`);
    const until = timeout === "forever" ? "until it is forgiven" : `for ${formatTimeout(timeout)}`;
    did.push(`${key} is on ${list} ${until}`);
  }
  const others = lists.sets.filter(
    (set) =>
      set.isFixed && !did.some((line) => line.includes(` ${set.list} `)) && holds(set, range),
  );
  if (did.length > 0) {
    for (const list of new Set(others.map((set) => set.list))) {
      did.push(`it is also on ${list} by the policy itself, whose rules may let it pass`);
    }
  }
  return { ok: true, value: { did, commands } };
}

/** Off every list that it was learnt into; what the policy's own text lists stays. */
function forgive(table: string, lists: LiveLists, range: AddressRange): Attempt<Doing> {
  const did: string[] = [];
  const commands: string[] = [];
  for (const set of lists.sets) {
    if (set.isFixed || set.family !== range.family) continue;
    const key = keyIn(set, range);
    if (key === undefined || memberIn(set, key) === undefined) continue;
    commands.push(`delete element inet ${table} ${set.name} { ${key} }`);
    did.push(`${key} is off ${set.list}`);
  }
  return { ok: true, value: { did, commands } };
}

/** For ever goes beside those for a time, where a list has a set for each. */
function targetOf(sets: readonly ListSet[], timeout: Timeout): ListSet | undefined {
  const kept = timeout === "forever" ? sets.find((set) => set.isKept) : undefined;
  return kept ?? sets.find((set) => !set.isKept);
}

/** The address as a set holds it: its network where the list is one of networks. */
function keyIn({ per, family }: ListSet, range: AddressRange): string | undefined {
  const isHost = range.first === range.last;
  if (per === undefined) return isHost ? printRange(range) : undefined;
  const [network] = rangesOf(widened(addressSet([range]), per), family);
  if (network === undefined) return undefined;
  const size = 1n << BigInt(addressBits(family) - per);
  if (BigInt(network.last) - BigInt(network.first) + 1n !== size) return undefined;
  const isWhole = network.first === range.first && network.last === range.last;
  return isHost || isWhole
    ? printRange({ ...network, last: network.first } as AddressRange)
    : undefined;
}

function memberIn({ members }: ListSet, key: string): ListSet["members"][number] | undefined {
  const wanted = parseAddressText(key);
  return members.find((member) => {
    if (member.key === key) return true;
    const found = parseAddressText(member.key);
    return !("error" in found) && !("error" in wanted) && found.first === wanted.first;
  });
}

function holds({ members, family }: ListSet, range: AddressRange): boolean {
  if (family !== range.family) return false;
  return members.some(({ key }) => {
    const found = parseAddressText(key);
    return !("error" in found) && found.first <= range.first && range.last <= found.last;
  });
}
