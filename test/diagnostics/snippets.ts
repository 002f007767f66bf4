/** A policy and the code it must give; its golden shows both the source and what is told of it. */
export interface Case {
  readonly code: string;
  /** What is special about it. */
  readonly slug: string;
  readonly source: string | Uint8Array;
  readonly target?: string;
}

const guard = (rules: string): string => `chain guard hook input {\n${rules}\n}\n`;

/** Codes whose example on the page is no policy; here are some. */
export const unwritable: readonly Case[] = [
  {
    code: "SB1004",
    slug: "not-a-text-file",
    source: Uint8Array.from([...Buffer.from("policy edge\n"), 0xff, 0x0a]),
  },
  {
    code: "SB1012",
    slug: "too-many-to-show",
    source: guard(Array.from({ length: 101 }, () => "  from nobody -> drop").join("\n")),
  },
];

/** Codes of what is no policy. */
export const traces: readonly Case[] = [
  {
    code: "SB1018",
    slug: "not-a-line-of-a-trace",
    source: [
      "t,src,proto,dport,state,dst,flags",
      "-1,203.0.113.7,tcp,22",
      "0,203.0.113.256,tcp,22",
      "1,203.0.113.7,tpc,22",
      "2,203.0.113.7,tcp,ssh",
      "3,203.0.113.7,icmp,8:999",
      "4,203.0.113.7,tcp,22,opened",
      "5,203.0.113.7,tcp,22,new,2001:db8::1",
      "6,203.0.113.7,tcp,22,new,192.0.2.1,sin",
      "5.999,203.0.113.7,tcp,22",
      "7,2001:DB8::7,TCP,22,NEW,,syn ack",
      "8,203.0.113.7,tcp,22,new,192.0.2.1,syn,9",
      "",
    ].join("\n"),
  },
];

/** What the pages do not show: other wordings, and how the renderer draws what is hard to draw. */
export const more: readonly Case[] = [
  {
    code: "SB7004",
    slug: "an-export",
    target: "rsc",
    source: "# 2026-11-22 by RouterOS 7.24\n/ip firewall filter\n",
  },
  {
    code: "SB2009",
    slug: "networks-of-conns",
    source: `family ipv6\n${guard("  conns > 9 per source/24 -> drop")}`,
  },
  {
    code: "SB2015",
    slug: "networks-of-conns",
    source: guard("  from 192.0.2.7 conns > 9 per source/64 -> drop"),
  },
  { code: "SB1001", slug: "escape-sequence", source: "policy \u001B[31mred\u001B[0m\n" },
  { code: "SB1001", slug: "right-to-left", source: "policy a \u202E cba\n" },
  { code: "SB1002", slug: "last-line", source: 'policy "edge' },
  { code: "SB1003", slug: "end-of-file", source: "chain guard hook input {\n  new -> drop" },
  { code: "SB1003", slug: "misspelt-statement", source: "polciy edge\n" },
  {
    code: "SB1004",
    slug: "utf-16",
    source: Buffer.from("\uFEFFpolicy edge\n", "utf16le"),
  },
  { code: "SB1004", slug: "nul", source: "policy edge\nlist a\0b { }\n" },
  {
    code: "SB1006",
    slug: "long-line",
    source: `list office { ${"192.0.2.1, ".repeat(60)}192.0.2.300, ${"192.0.2.2, ".repeat(60)} }\n`,
  },
  {
    code: "SB1007",
    slug: "tabs",
    source: guard("\tfrom\t192.0.2.7/24\t->\tdrop"),
  },
  { code: "SB1007", slug: "ipv6", source: guard("  from 2001:db8::7/48 -> drop") },
  { code: "SB1007", slug: "crlf", source: "policy edge\r\nlist a { 10.0.0.1/8 }\r\n" },
  {
    code: "SB2001",
    slug: "wide-characters",
    source: guard('  from "客人" -> log "日本語", drop # ok'),
  },
  {
    code: "SB2001",
    slug: "in-a-service",
    source: `service remote = shh, tcp/5900, gre\n${guard("  remote -> drop")}`,
  },
  {
    code: "SB2002",
    slug: "far-apart",
    source: `list a { 192.0.2.1 }\n${"# …\n".repeat(12)}list a { 192.0.2.2 }\n`,
  },
  {
    code: "SB2004",
    slug: "to-itself",
    source: `${guard("  -> jump again")}\nchain again {\n  -> jump again\n}\n`,
  },
  {
    code: "SB2006",
    slug: "three-labels",
    source: guard("  new established from 192.0.2.1 from 192.0.2.2 -> drop, accept"),
  },
  { code: "SB1003", slug: "misspelt-condition", source: guard("  new ssh limt 10/m -> drop") },
  { code: "SB1003", slug: "misspelt-inner-word", source: guard("  ssh -> reject wiht tcp-reset") },
  {
    code: "SB1006",
    slug: "in-a-list-file",
    source: `list blocked from "lists/broken.txt"\n${guard("  from blocked -> drop")}`,
  },
  { code: "SB2001", slug: "misspelt-flag", source: guard("  flags syn akc -> drop") },
  {
    code: "SB2001",
    slug: "list-as-a-condition",
    source: `list office { 192.0.2.0/24 }\n${guard("  form office -> accept\n  new office -> accept")}`,
  },
  {
    code: "SB2007",
    slug: "behind-a-choice",
    source: guard("  ssh -> tarpit else drop, count"),
  },
  {
    code: "SB2008",
    slug: "in-a-condition",
    source: guard(
      "  limit 3/m per source source -> drop\n  over 3/m per source destination source -> drop",
    ),
  },
  {
    code: "SB2020",
    slug: "no-echoes",
    source: `include "lists/ofice.sbn"\n${guard("  from office in wan -> jump deeper\n  new new -> drop")}`,
  },
  {
    code: "SB1004",
    slug: "included",
    source: `include "lists/image.sbn"\n${guard("  from office -> drop")}`,
  },
  { code: "SB2021", slug: "below-the-root", source: 'include "lists/first.sbn"\n' },
  {
    code: "SB2027",
    slug: "out",
    source:
      "interface wan { routeros ether1 }\nladder l hook forward in wan out wan {\n  bin sinbin 4h early\n  trap telnet\n}\n",
  },
  {
    code: "SB2028",
    slug: "through-others",
    source: `service a = tcp/1, b\nservice b = c\nservice c = udp/1, a\n${guard("  a -> drop")}`,
  },
  {
    code: "SB4003",
    slug: "several-lines",
    source: guard('  -> log "everything",\n     drop\n  ssh\n     -> accept'),
  },
  { code: "SB5001", slug: "in-a-chain", target: "routeros", source: guard("  33.3% -> drop") },
  {
    code: "SB5002",
    slug: "too-long",
    target: "routeros",
    source: `list seen timeout 300d\n${guard("  new ssh -> add source to seen")}`,
  },
  {
    code: "SB5003",
    slug: "quote",
    target: "nftables",
    source: guard('  new ssh -> log "a\\"b", drop'),
  },
];
