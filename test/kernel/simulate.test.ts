/** The engine of nft's rules and the kernel, given the same rules and the same packets at the same times. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { sourceFile } from "../../src/source/source-file.js";
import { parseProgram } from "../../targets/nftables/index.js";
import { worldOf } from "../nftables/play.js";
import { type Attempt, describeOnKernel, type Lab, link, openLab } from "./netns.js";
import { pause } from "./policy.js";

interface Situation {
  readonly rules: string;
  /** Other chains, and sets. */
  readonly beside?: string;
  /** What is sent, and how long after the first of them, in ms. */
  readonly sent: readonly (readonly [number, readonly Attempt[]])[];
  /** As they were seen with the kernel: `+` passed, `-` did not. */
  readonly passed: string;
}

const a = "198.18.0.1";
const [one, two, three] = [a, "198.18.0.2", "198.18.0.3"].map((from) => ({ from, port: 23 }));
const look = { from: a, port: 80 };
const times = (count: number, attempt: Attempt): readonly Attempt[] =>
  Array.from({ length: count }, () => attempt);
const udp = { from: a, port: 7, protocol: "udp" } as const;

const set = (name: string, size: number, timeout = ""): string =>
  `set ${name} {\n type ipv4_addr\n flags dynamic,timeout\n size ${size}\n ${timeout}\n}`;
const chain = (name: string, rules: string): string => `chain ${name} {\n${rules}\n}`;
const update = (timeout: string): string => `update @list_l_4 { ip saddr ${timeout} }`;
const drops = "ip saddr @list_l_4 counter drop";
const list = set("list_l_4", 2);
const bucket = (over: string, rate: string, burst: number): string =>
  `limit rate ${over} ${rate} burst ${burst} packets`;

const situations: Readonly<Record<string, Situation>> = {
  "a set without room breaks the rule, and no other": {
    beside: list,
    rules: `tcp dport 23 ${update("timeout 1m")}\n${drops}`,
    sent: [[0, [one!, two!, three!, one!]]],
    passed: "--+-",
  },
  "an expired element is not found": {
    beside: list,
    rules: `tcp dport 23 ${update("timeout 2s")}\n${drops}`,
    sent: [
      [0, [one!]],
      [1000, [look]],
      [3000, [look]],
    ],
    passed: "--+",
  },
  "an update refreshes": {
    beside: list,
    rules: `tcp dport 23 ${update("timeout 3s")}\n${drops}`,
    sent: [
      [0, [one!]],
      [2000, [one!]],
      [4000, [look]],
      [6000, [look]],
    ],
    passed: "---+",
  },
  "an update can shorten": {
    beside: list,
    rules: `tcp dport 23 ${update("timeout 1m")}\ntcp dport 24 ${update("timeout 1s")}\n${drops}`,
    sent: [
      [0, [one!, { from: a, port: 24 }]],
      [2000, [look]],
    ],
    passed: "--+",
  },
  "an element for ever stays for ever": {
    beside: list,
    rules: `tcp dport 23 ${update("")}\ntcp dport 24 ${update("timeout 1s")}\n${drops}`,
    sent: [
      [0, [one!, { from: a, port: 24 }]],
      [2000, [look]],
    ],
    passed: "---",
  },
  "an update without a timer ends the one that is there": {
    beside: list,
    rules: `tcp dport 23 ${update("timeout 1m")}\ntcp dport 24 ${update("")}\n${drops}`,
    sent: [[0, [one!, { from: a, port: 24 }, look]]],
    passed: "-++",
  },
  "there is room again when the expired have been cleared away": {
    beside: set("list_l_4", 1),
    rules: `tcp dport 23 ${update("timeout 1s")}\n${drops}`,
    sent: [
      [0, [one!, two!]],
      [3500, [two!, one!]],
    ],
    passed: "-+-+",
  },
  "add does not refresh": {
    beside: [
      "set scan_ports_4 {\n type ipv4_addr . inet_proto . inet_service\n flags dynamic,timeout\n size 9\n timeout 3s\n}",
      chain("chain_c", "add @scan_ports_4 { ip saddr . meta l4proto . th dport }\ncounter drop"),
    ].join("\n"),
    rules: [
      "meta l4proto { tcp, udp } ip saddr . meta l4proto . th dport != @scan_ports_4 jump chain_c",
      "add @scan_ports_4 { ip saddr . meta l4proto . th dport }",
    ].join("\n"),
    sent: [
      [0, [one!]],
      [2000, [one!, look]],
      [4000, [one!, look]],
    ],
    passed: "-+--+",
  },
  "a limit lets its burst pass, and refills": {
    // For this port alone: the host has IPv6 packets of its own, which would take tokens.
    rules: `tcp dport 23 ${bucket("", "20/minute", 2)} accept\ncounter drop`,
    sent: [
      [0, times(4, one!)],
      [9000, times(4, one!)],
    ],
    passed: "++--++--",
  },
  "over holds when there is no token": {
    rules: `tcp dport 23 ${bucket("over", "1/minute", 2)} counter drop`,
    sent: [[0, times(4, one!)]],
    passed: "++--",
  },
  "two rules of one named limit share it": {
    beside: `limit limit_c {\n ${bucket("", "1/minute", 3).slice(6)}\n}`,
    rules:
      'tcp dport 23 limit name "limit_c" accept\ntcp dport 80 limit name "limit_c" accept\ncounter drop',
    sent: [[0, [one!, look, one!, look, one!]]],
    passed: "+++--",
  },
  "a meter has a bucket for each source": {
    beside: set("rate_c_4", 9, "timeout 10s"),
    rules: `update @rate_c_4 { ip saddr ${bucket("over", "1/minute", 2)} } counter drop`,
    sent: [[0, [one!, one!, two!, one!, two!, two!]]],
    passed: "+++-+-",
  },
  "a meter that forgets starts full": {
    beside: set("rate_c_4", 9, "timeout 1s"),
    rules: `update @rate_c_4 { ip saddr ${bucket("over", "1/day", 1)} } counter drop`,
    sent: [
      [0, [one!, one!]],
      [2500, [one!, one!]],
    ],
    passed: "+-+-",
  },
  "open connections are counted": {
    beside: "set conns_c_4 {\n type ipv4_addr\n flags dynamic\n size 9\n}",
    rules: "ct state new add @conns_c_4 { ip saddr ct count over 2 } counter drop",
    sent: [[0, times(4, udp)]],
    passed: "++--",
  },
  "a jump comes back at return, and at the end": {
    beside: chain("chain_c", "tcp dport 23 return\ntcp dport 80 counter drop"),
    rules: "jump chain_c\ntcp dport 23 counter drop",
    sent: [[0, [one!, look, { from: a, port: 81 }]]],
    passed: "--+",
  },
  "a goto does not": {
    beside: `${chain("chain_c", "goto chain_d\ncounter drop")}\n${chain("chain_d", "tcp dport 80 return")}`,
    rules: "tcp dport { 80, 23 } jump chain_c\ntcp dport 23 counter drop",
    sent: [[0, [one!, look]]],
    passed: "-+",
  },
  "return in a base chain is its policy": {
    rules: "tcp dport 23 return\ncounter drop",
    sent: [[0, [one!, look]]],
    passed: "+-",
  },
  "accept ends its base chain alone": {
    beside: `chain input_last {\n type filter hook input priority filter + 10; policy accept;\n tcp dport 80 counter drop\n}`,
    rules: "tcp dport { 23, 80 } accept\ncounter drop",
    sent: [[0, [one!, look, { from: a, port: 81 }]]],
    passed: "+--",
  },
  "a map of ports jumps, or does nothing": {
    beside: `${chain("chain_c", "counter drop")}\n${chain("chain_d", "return")}`,
    rules:
      "meta l4proto . th dport vmap { tcp . 20-23 : jump chain_c, tcp . 80 : jump chain_d, udp . 7 : jump chain_c }\ntcp dport 81 counter drop",
    sent: [[0, [one!, look, { from: a, port: 81 }, udp, { from: a, port: 82 }]]],
    passed: "-+--+",
  },
  "a draw holds, or its opposite": {
    rules:
      "tcp dport 23 numgen random mod 1000000 < 999999 counter drop\ntcp dport 80 numgen random mod 1000000 >= 999999 counter drop",
    sent: [[0, [one!, look]]],
    passed: "-+",
  },
  "interfaces by name, by ending, and none": {
    rules: `iifname "wa*" tcp dport 23 counter drop\niifname != { "eth0", "${link.wan}" } tcp dport 80 counter drop\noifname != "eth0" tcp dport 81 counter drop`,
    sent: [[0, [one!, look, { from: a, port: 81 }]]],
    passed: "-+-",
  },
  "flags, protocols and families": {
    rules: [
      "tcp flags & (syn | ack) == syn tcp dport 23 counter drop",
      "tcp flags & (rst | ack) != 0x0 counter drop",
      "meta l4proto != { tcp, icmpv6 } counter drop",
      "meta nfproto ipv6 tcp dport 81 counter drop",
      "ip saddr != 198.18.0.0/31 tcp dport 82 counter drop",
    ].join("\n"),
    sent: [
      [
        0,
        [
          one!,
          look,
          udp,
          { from: a, port: 81 },
          { from: "2001:db8:a::1", port: 81 },
          { from: a, port: 82 },
          { from: "198.18.0.2", port: 82 },
          { from: "2001:db8:a::1", port: 82 },
        ],
      ],
    ],
    passed: "-+-+-+-+",
  },
};

describeOnKernel("the kernel and the engine agree that", () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await openLab();
  });
  afterAll(() => lab.close());

  test.each(Object.entries(situations))(
    "%s",
    async (_name, { rules, beside = "", sent, passed }) => {
      const base = chain(
        "input",
        `type filter hook input priority filter - 10; policy accept;\n${rules}`,
      );
      const text = `table inet sinbin_p {\n${beside}\n${base}\n}\n`;
      const { value: program, diagnostics } = parseProgram(sourceFile("p.nft", text));
      if (program === undefined) throw new Error(JSON.stringify(diagnostics.map((d) => d.message)));
      await lab.load(`flush ruleset\n${text}`);
      let connections = 0;
      const world = worldOf(program, { connections: () => ++connections });
      let seen = "";
      let played = "";
      const start = Date.now();
      for (const [at, attempts] of sent) {
        await pause(Math.max(0, at - (Date.now() - start)));
        const verdicts = await lab.inTurn(attempts, 60);
        seen += verdicts.map((verdict) => (verdict === "silent" ? "-" : "+")).join("");
        for (const { from, port, protocol = "tcp" } of attempts) {
          const verdict = world.verdict({ at, from, port, protocol, in: link.wan });
          played += verdict === "drop" ? "-" : "+";
        }
      }
      expect({ seen, played }).toEqual({ seen: passed, played: passed });
    },
  );
});
