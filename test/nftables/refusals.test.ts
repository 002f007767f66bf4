import { describe, expect, test } from "vitest";
import { compile } from "../../src/compile.js";
import { sourceFile } from "../../src/source/source-file.js";
import { nftables } from "../../targets/nftables/index.js";
import { nixos } from "../../targets/nixos/index.js";

const hooked = (rules: string): string => `policy p\nchain c hook input {\n${rules}\n}`;
const long = (count: number): string => "x".repeat(count);
const ladderOf = (chains: number): string =>
  [
    "policy p",
    "chain c0 hook input { -> jump c1 }",
    ...Array.from({ length: chains - 1 }, (_, i) => `chain c${i + 1} { -> jump c${i + 2} }`),
    `chain c${chains} { tcp/23 -> drop }`,
  ].join("\n");

/** The codes and the places, as `code line:text under the carets`. */
function told(policy: string, target = nftables, name = "p.sbn"): readonly string[] {
  const { diagnostics } = compile(sourceFile(name, policy), target, {
    version: target.defaultVersion,
    format: target.formats[0] ?? "",
  });
  return diagnostics
    .filter(({ severity }) => severity === "error")
    .map(({ code, span }) => `${code} ${span.file.text.slice(span.start, span.end)}`);
}

describe("nftables refuses", () => {
  test.each([
    ["a log prefix with a quote", hooked(' -> log "a\\"b"'), ['SB5003 "a\\"b"']],
    ["a log prefix with a variable", hooked(' -> log "a$b"'), ['SB5003 "a$b"']],
    ["a log prefix of two lines", hooked(' -> log "a\\nb"'), ['SB5003 "a\\nb"']],
    ["a log prefix of 127 bytes", hooked(` -> log "${long(127)}"`), [`SB5003 "${long(127)}"`]],
    [
      "a log prefix of 64 letters of two bytes",
      hooked(` -> log "${"ü".repeat(64)}"`),
      [`SB5003 "${"ü".repeat(64)}"`],
    ],
    [
      "a timeout of 213504 days",
      `policy p list l timeout 213504d chain c hook input { new -> add source to l }`,
      ["SB5002 213504d"],
    ],
    [
      "an interface that is spelled for others only",
      `interface wan { routeros ether1 } chain c hook input in wan { in wan -> drop }`,
      ["SB5004 wan", "SB5004 wan"],
    ],
    [
      "an interface list",
      `interface wan { routeros ether1  nftables list WAN } chain c hook input in wan { -> drop }`,
      ["SB5004 nftables list WAN"],
    ],
    [
      "an interface name that Linux cannot have",
      `interface wan { nftables "sixteen-letters-" } chain c hook input in wan { in wan -> drop }`,
      ['SB5003 nftables "sixteen-letters-"'],
    ],
    ["a comment with a quote", hooked('## a "b"\n-> drop'), ["SB5003 -> drop"]],
    ["a comment of 129 bytes", hooked(`## ${long(121)}\n-> drop`), ["SB5003 -> drop"]],
    ["a tarpit", hooked("tcp/23 -> tarpit"), ["SB5010 tcp/23 -> tarpit"]],
    [
      "two tarpits",
      hooked("tcp/23 -> tarpit else tarpit"),
      ["SB5010 tcp/23 -> tarpit else tarpit"],
    ],
    [
      "a TCP reset for whoever is binned",
      "policy p ladder l hook input { bin b 1h -> reject with tcp-reset  trap telnet }",
      ["SB5010 bin b 1h -> reject with tcp-reset"],
    ],
    [
      "a state before connection tracking, also by a jump",
      "policy p chain c hook prerouting { new -> drop  -> jump d } chain d { !established -> count }",
      ["SB5006 new -> drop", "SB5006 !established -> count"],
    ],
    [
      "connections before connection tracking",
      "policy p chain c hook prerouting { conns > 5 per source -> drop }",
      ["SB5006 conns > 5 per source"],
    ],
    [
      "the MAC address of its own packets",
      "policy p chain c hook output { mac 02:00:00:00:00:01 -> drop }",
      ["SB5006 mac 02:00:00:00:00:01 -> drop"],
    ],
    ["`return` behind a scan", hooked("new scan -> return"), ["SB5005 new scan -> return"]],
    [
      "a scan of a hundred and one rules",
      hooked("new scan 1000 3s low 101 high 1 -> drop"),
      ["SB5006 new scan 1000 3s low 101 high 1 -> drop"],
    ],
    [
      "a bucket beyond 64 bits",
      hooked("limit 1/d burst 213504 -> drop"),
      ["SB5006 limit 1/d burst 213504"],
    ],
    ["jumps sixteen deep", ladderOf(16), ["SB5008 chain c15 { -> jump c16 }"]],
  ])("%s", (_what, policy, expected) => {
    expect(told(policy)).toEqual(expected);
  });

  test.each([
    ["a log prefix of 126 bytes", hooked(` -> log "${long(126)}"`)],
    ["a prefix with its own space, of 127", hooked(` -> log "${long(126)} "`)],
    ["a log prefix of other signs", hooked(` -> log "a;{}#'*@\\\\"`)],
    ["a dollar in a comment", hooked("## 5$ a$b\n-> drop")],
    ["a comment of 128 bytes", hooked(`## ${long(120)}\n-> drop`)],
    [
      "a timeout of 213503 days",
      `policy p list l timeout 213503d chain c hook input { new -> add source to l }`,
    ],
    ["jumps fifteen deep", ladderOf(15)],
    ["a choice behind a tarpit", hooked("tcp/23 -> tarpit else drop")],
    [
      "every state before connection tracking",
      "policy p chain c hook prerouting { new,established,related,invalid,untracked -> count }",
    ],
    ["a bucket of all 64 bits", hooked("limit 1/d burst 213503 -> drop")],
    ["a scan of a hundred rules", hooked("new scan 1000 3s low 100 high 1 -> drop")],
  ])("but not %s", (_what, policy) => {
    expect(told(policy)).toEqual([]);
  });

  test("a file name that a comment cannot hold", () => {
    expect(told(hooked("-> drop"), nftables, 'a"b.sbn')).toEqual(["SB5003 -> drop"]);
  });
});

test("NixOS asks for its own spelling of an interface", () => {
  const policy = `interface wan { routeros ether1 } chain c hook input in wan { -> drop }`;
  const { diagnostics } = compile(sourceFile("p.sbn", policy), nixos, {
    version: nixos.defaultVersion,
    format: "nix",
  });
  expect(diagnostics.find(({ code }) => code === "SB5004")?.help).toContain("nixos");
});

describe("nftables says what it does only nearly", () => {
  const warned = (policy: string): readonly string[] => {
    const options = { version: nftables.defaultVersion, format: "nft" };
    const { diagnostics } = compile(sourceFile("p.sbn", policy), nftables, options);
    return diagnostics
      .filter(({ code }) => code === "SB5009")
      .map(({ span }) => span.file.text.slice(span.start, span.end));
  };
  const bounded = (families: string): string =>
    `policy p ${families} list l timeout 1h max 9 chain c hook input { new -> add source to l }`;

  test.each([
    ["a scan", hooked("new scan -> drop"), ["new scan -> drop"]],
    ["a bound over both families", bounded(""), ["l"]],
    ["a bound for one family", bounded("family ipv4"), []],
    [
      "a place behind a comment",
      'policy p chain c hook input place after "x" { -> drop }',
      ['"x"'],
    ],
    [
      "an accept that does not reach the chain placed last",
      "policy p chain a hook input { tcp/1 -> accept } chain b hook input place last { -> drop }",
      ["tcp/1 -> accept"],
    ],
    [
      "a rate that nanoseconds do not divide",
      hooked("limit 700000000/s -> drop"),
      ["limit 700000000/s"],
    ],
    ["a rate that they nearly do", hooked("limit 3/s -> drop"), []],
  ])("%s", (_what, policy, expected) => {
    expect(warned(policy)).toEqual(expected);
  });
});
