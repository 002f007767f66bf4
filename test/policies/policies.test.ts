import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { compile } from "../../src/compile.js";
import { hasErrors } from "../../src/diagnostics/diagnostic.js";
import { sourceFile } from "../../src/source/source-file.js";
import { targets } from "../../targets/index.js";

/*
 * Policies in the manner of those that people publish: MikroTik's manual, wiki and forum, nftables' wiki, fail2ban's
 * jails, pf's overload tables, iptables' recent, hashlimit and connlimit. Written anew, none copied.
 *
 * What such rules do and the language has no word for:
 *
 * - What is in a packet: `content`, `string`, layer 7, TLS host. So ftp's "530 Login incorrect" becomes a rate (02), and
 *   SIP scanners by their User-Agent cannot be told from others.
 * - The source port: `src-port`, `sport`. Reflected answers (udp from 53, 123, 1900) are known by nothing else.
 * - Taking somebody off a list: nft `delete @set`, `recent --remove`. A wrong knock does not throw one back (19).
 * - Lists of anything but single addresses: nft's `ip saddr . tcp dport`, pairs of source and destination (32 lists two
 *   halves of a pair, as the vendor does), networks of IPv4 sources (`recent --mask`; `per 64` is IPv6 only), MACs.
 * - Buckets by network (`limit … per source/64`, hashlimit's `srcmask`) or by port (`addresses-and-dst-port`); `conns` has
 *   networks. 24 counts by address what it lists by site.
 * - So many connections of all together: `conns` needs a key. So many bytes: `limit=…:bit`, `quota`, `connection-bytes`,
 *   `connection-rate`.
 * - Whether an address was rewritten: `connection-nat-state=dstnat`, `ct status dnat`, the original port. A forwarded port
 *   needs a rule that names it.
 * - Address types and routes: broadcast, `dst-address-type=local`, `fib saddr . iif oif missing`.
 * - TTL, fragments, IPv4 options, TCP MSS, DSCP, helper, IPsec policy, bridge ports, time of day, user of a local process.
 * - Answers other than a verdict: redirection to a honeypot, marks, queues (pf's tiny queue), `notrack`, synproxy, ending
 *   connections that stand (pf `flush global`). Rules that are on the device but disabled.
 * - A ladder's trap by anything but a service, such as flags; a ladder's step by a rate.
 * - A service made of services; an exclusion inside a list (`{ 10.0.0.0/8, !10.1.0.0/16 }`); list members by DNS name.
 * - A ban that grows by itself; it takes a list for each length (08).
 */

type Verdict =
  | { readonly is: "exact" }
  | { readonly is: "nearly"; readonly words: readonly string[] }
  | { readonly is: "refused"; readonly codes: readonly string[] };

const exact: Verdict = { is: "exact" };
const nearly = (...words: readonly string[]): Verdict => ({ is: "nearly", words });
const refused = (...codes: readonly string[]): Verdict => ({ is: "refused", codes });

const twoBuckets = nearly("IPv4 and IPv6 have a bucket each");
const noScanUnder6 = nearly("the rule is left out for IPv6");
const scanOfSets = nearly("`scan` is rebuilt from sets");

/** Each policy, what RouterOS makes of it and what nftables does; NixOS is as nftables. */
const table: readonly (readonly [name: string, routeros: Verdict, nftables: Verdict])[] = [
  ["01-stages-for-four-services", exact, exact],
  ["02-ftp-too-many-logins", exact, exact],
  ["03-vpn-ladder", exact, exact],
  ["04-forwarded-rdp", exact, exact],
  ["05-sip-register-flood", twoBuckets, exact],
  ["06-ssh-recent", exact, exact],
  ["07-ssh-hashlimit", exact, exact],
  ["08-recidive", exact, exact],
  ["09-overload-table", exact, exact],
  ["10-syn-flood", twoBuckets, exact],
  ["11-tarpit-by-connections", exact, exact],
  ["12-connections-of-a-network", exact, exact],
  ["13-icmp-chain", exact, exact],
  ["14-smtp-spammers", twoBuckets, exact],
  ["15-worm-ports", exact, exact],
  ["16-open-resolver", exact, exact],
  ["17-honeypot-raw", exact, exact],
  ["18-ntp-amplification", exact, exact],
  ["19-four-knocks", exact, exact],
  ["20-knock-by-ping-size", exact, exact],
  ["21-one-admin-machine", exact, exact],
  ["22-scans-and-flags", noScanUnder6, scanOfSets],
  ["23-bounded-list", nearly("grows beyond 4096"), nearly("has room for 4096 in each of 2 sets")],
  ["24-one-entry-a-site", refused("SB5006"), exact],
  ["25-greylist-by-chance", refused("SB5001"), exact],
  ["26-load-shedding", twoBuckets, exact],
  ["27-tarpit-early", refused("SB5010"), refused("SB5010")],
  ["28-state-early", refused("SB5006"), refused("SB5006")],
  ["29-a-year", refused("SB5002"), exact],
  ["30-protected-server", refused("SB5006"), exact],
  ["31-among-other-rules", exact, nearly("the chain stands first")],
  ["32-ddos-with-answers", exact, exact],
  ["33-ladder-of-everything", noScanUnder6, scanOfSets],
  ["34-ladder-with-fractions", refused("SB5001", "SB5001"), exact],
  ["35-outgoing", twoBuckets, exact],
  ["36-many-interfaces", exact, exact],
];

const folder = "test/policies";

test("the table has every policy of the folder", () => {
  const files = readdirSync(folder).filter((name) => name.endsWith(".sbn"));
  expect(table.map(([name]) => `${name}.sbn`)).toEqual(files.sort());
});

describe.each(table)("%s", (name, routeros, nftables) => {
  const file = sourceFile(`${name}.sbn`, readFileSync(`${folder}/${name}.sbn`, "utf8"));

  test.each(targets)("$id", (target) => {
    const verdict = target.id === "routeros" ? routeros : nftables;
    const [format = ""] = target.formats;
    const options = { version: target.defaultVersion, format };
    const { value, diagnostics } = compile(file, target, options);
    const codes = diagnostics.map(({ code }) => code);
    if (verdict.is === "refused") {
      expect(codes).toEqual(verdict.codes);
      expect(hasErrors(diagnostics)).toBe(true);
      expect(value).toBeUndefined();
      return;
    }
    const words = verdict.is === "nearly" ? verdict.words : [];
    expect(codes).toEqual(words.map(() => "SB5009"));
    for (const [index, said] of words.entries()) {
      expect(diagnostics[index]?.message).toContain(said);
    }
    expect(value?.flatMap(({ lines }) => [...lines])).not.toHaveLength(0);
  });
});
