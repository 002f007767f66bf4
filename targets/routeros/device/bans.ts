import { type Duration, formatDuration, parseDuration } from "../../../src/net/duration.js";
import type { Family } from "../../../src/net/family.js";
import { menuPath } from "../model.js";
import { parseRouterAddress } from "../simulate/router-address.js";
import { isNoSuchItem } from "./claim.js";
import { isSet } from "./content.js";
import type { LivePolicy } from "./live-policy.js";
import type { Row, Session, Trouble } from "./session.js";

/** What was done, a sentence each. */
export type Done =
  | { readonly ok: true; readonly did: readonly string[] }
  | { readonly ok: false; readonly trouble: Trouble };

/** An address or prefix as the router's lists have it. */
export interface BanAddress {
  readonly family: Family;
  /** As RouterOS reads it back. */
  readonly text: string;
}

export function familyOfText(address: string): Family {
  return address.includes(":") ? "ipv6" : "ipv4";
}

/** Whether an address or prefix contains a host. */
export function covers(address: BanAddress, host: string): boolean {
  if (familyOfText(host) !== address.family) return false;
  const range = parseRouterAddress(address.text, address.family);
  const one = parseRouterAddress(host, address.family);
  if (range === undefined || one === undefined) return false;
  return range.first <= one.first && one.last <= range.last;
}

/** Puts an address on every list whose members are kept out; never for a shorter time than it is there already. */
export async function ban(
  session: Session,
  { owner, lists }: LivePolicy,
  address: BanAddress,
  time: Duration | undefined,
): Promise<Done> {
  const { keepsOut, learnt } = lists.get(address.family) ?? nowhere;
  const menu = menuPath(address.family, "address-list");
  const did: string[] = [];
  for (const list of keepsOut) {
    const usual = learnt.get(list);
    const timeout = time === undefined ? timeoutOf(usual) : formatDuration(time);
    const present = await entriesOf(session, menu, list, address);
    if (!present.ok) return present;
    if (present.rows.some((row) => outlasts(row, timeout))) {
      did.push(`${address.text} is on ${list} already, and stays there as long or longer`);
      continue;
    }
    for (const row of present.rows) {
      const removed = await remove(session, menu, row);
      if (removed !== undefined) return { ok: false, trouble: removed };
    }
    const added = await session.run({
      path: `${menu}/add`,
      attributes: {
        list,
        address: address.text,
        comment: `${owner} ban`,
        ...(timeout === undefined ? {} : { timeout }),
      },
    });
    if (!added.ok) return added;
    did.push(
      `${address.text} is on ${list} ${timeout === undefined ? "until it is forgiven" : `for ${timeout}`}`,
    );
  }
  return { ok: true, did };
}

const nowhere = { keepsOut: new Set<string>(), learnt: new Map<string, string>() };

/** The time that the policy itself lists for. */
function timeoutOf(usual: string | undefined): string | undefined {
  return usual === undefined || usual.startsWith("none-") ? undefined : usual;
}

/** @param timeout undefined for ever */
function outlasts(row: Row, timeout: string | undefined): boolean {
  const left = parseDuration(row["timeout"] ?? "");
  if (left === undefined) return !isSet(row, "disabled");
  const wanted = timeout === undefined ? undefined : parseDuration(timeout);
  return wanted !== undefined && left.milliseconds >= wanted.milliseconds;
}

/** Takes an address off every list that packets put it on, and off those that it was banned to. */
export async function forgive(
  session: Session,
  { owner, lists }: LivePolicy,
  address: BanAddress,
): Promise<Done> {
  const { named } = lists.get(address.family) ?? { named: new Set<string>() };
  const menu = menuPath(address.family, "address-list");
  const did: string[] = [];
  for (const list of named) {
    const present = await entriesOf(session, menu, list, address);
    if (!present.ok) return present;
    for (const row of present.rows) {
      const isBan = row["comment"] === `${owner} ban`;
      if (!isBan && !isSet(row, "dynamic")) {
        did.push(`${address.text} stays on ${list}, where it stands without a timer`);
        continue;
      }
      const trouble = await remove(session, menu, row);
      if (trouble !== undefined) return { ok: false, trouble };
      did.push(`${address.text} is off ${list}`);
    }
  }
  return { ok: true, did };
}

async function remove(session: Session, menu: string, row: Row): Promise<Trouble | undefined> {
  const reply = await session.run({
    path: `${menu}/remove`,
    attributes: { ".id": row[".id"] ?? "" },
  });
  return reply.ok || isNoSuchItem(reply.trouble) ? undefined : reply.trouble;
}

function entriesOf(
  session: Session,
  menu: string,
  list: string,
  { text }: BanAddress,
): ReturnType<Session["run"]> {
  return session.run({
    path: `${menu}/print`,
    proplist: [".id", "timeout", "dynamic", "disabled", "comment"],
    queries: [`list=${list}`, `address=${text}`],
  });
}
