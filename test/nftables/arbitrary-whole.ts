/**
 * Random policies with what the language has beyond `test/arbitrary/policy.ts`, without what nftables refuses: the
 * conditions that count, the answers, choices of verdicts, bounds, places, and chains before connection tracking.
 */
import fc from "fast-check";
import { ofOneFamily } from "../arbitrary/one-family.js";

type Text = fc.Arbitrary<string>;

const lists = ["fixed", "learnt", "bounded", "nets", "mixed"] as const;
const learning = ["learnt", "bounded", "nets", "mixed"] as const;
const side = fc.constantFrom("source", "destination");
const not = fc.constantFrom("", "!");

const services = fc.constantFrom(
  "ssh",
  "!ssh",
  "tcp",
  "!tcp",
  "web",
  "!web",
  "dns",
  "!dns,icmp/8:0",
  "icmp",
  "icmp/echo-request",
  "icmp/{8:0,3,redirect}",
  "icmp/13",
  "!icmp/packet-too-big",
  "!icmp/13,tcp/1-100",
  "icmp/timestamp-request,udp/53",
  "proto gre",
);
const icmp = fc.constantFrom("icmp/echo-request", "icmp/8:0", "icmp/{8,0}");
const flags = fc.constantFrom(
  "flags syn !ack",
  "flags ece cwr",
  "flags !fin !syn !rst",
  "flags urg",
);
const rate: Text = fc
  .tuple(
    fc.constantFrom("limit", "over"),
    fc.constantFrom("1/d", "10/s", "30/m", "999/h"),
    fc.constantFrom("", " burst 1", " burst 2", " burst 32"),
  )
  .map((words) => `${words[0]} ${words[1]}${words[2]}`);
const key = fc.constantFrom(
  "per source",
  "per destination",
  "per source destination",
  "per destination source",
);

/** Conditions in the order in which they are written: up to three of all kinds, since many together hold for nobody. */
function conditions(tracked: boolean, { scan }: Knobs, out: boolean): Text {
  const kinds: readonly Text[] = [
    ...(tracked ? [fc.constantFrom("new", "established,related", "!invalid")] : []),
    fc.oneof(services, icmp, flags, fc.constantFrom("tcp flags syn", "!ssh flags !rst")),
    fc
      .tuple(not, fc.constantFrom(...lists, "192.0.2.0/24", "2001:db8::/32"))
      .map(([sign, text]) => `from ${sign}${text}`),
    fc
      .tuple(not, fc.constantFrom(...lists, "192.0.2.0/24", "2001:db8::/32"))
      .map(([sign, text]) => `to ${sign}${text}`),
    ...(tracked ? [fc.constantFrom("in wan", "in !wan")] : []),
    ...(out ? [fc.constantFrom("out wan", "out !wan", "out !wan")] : []),
    fc.constantFrom("length 40", "length 100-2000"),
    fc.constantFrom("mac 02:00:00:aa:bb:cc", "mac !02:00:00:aa:bb:cc"),
    ...(tracked
      ? [
          fc.constantFrom(
            "conns > 28 per source",
            "conns > 1 per destination",
            "conns > 5 per source/24",
            "conns > 5 per source/64",
          ),
        ]
      : []),
    ...(scan
      ? [fc.constantFrom("scan", "scan 5 500ms low 0 high 2", "scan 1 1m low 1 high 1")]
      : []),
    fc.constantFrom("50%", "0.5%"),
    rate,
    fc.tuple(rate, key).map(([words, by]) => `${words} ${by}`),
  ];
  // Few rules without a condition: most of those end a packet's way, and what follows would never be met.
  const few = fc.oneof(
    { weight: 9, arbitrary: fc.subarray([...kinds.keys()], { minLength: 1, maxLength: 3 }) },
    fc.constant([]),
  );
  return fc
    .tuple(fc.tuple(...kinds), few)
    .map(([words, kept]) => ofOneFamily(kept.map((index) => words[index] ?? "").join(" ")));
}

function effects({ max }: Knobs): Text {
  // Entries with a timer and without have rooms apart (README.md, "Meaning").
  const times = max === roomy ? ["", " for 2m", " for forever"] : ["", " for 2m"];
  const add = fc
    .tuple(side, fc.constantFrom(...learning), fc.constantFrom(...times))
    .map(([of, list, time]) => `add ${of} to ${list}${time}`);
  return fc
    .array(fc.oneof(fc.constantFrom("count", 'log "seen"'), add), { maxLength: 3 })
    .map((words) => words.join(", "));
}

const verdicts = [
  "accept",
  "drop",
  "reject",
  "reject with admin-prohibited",
  "tarpit else drop",
  "reject with tcp-reset else reject with no-route",
  "reject with tcp-reset else tarpit else drop",
];

function rule(tracked: boolean, controls: readonly string[], knobs: Knobs, out: boolean): Text {
  return fc
    .tuple(
      conditions(tracked, knobs, out),
      effects(knobs),
      fc.option(fc.constantFrom(...verdicts, ...controls)),
    )
    .map(([left, done, end]) => {
      // A rule with `scan` cannot return; everything else may stand together.
      const last = end === "return" && left.includes("scan") ? "drop" : end;
      const right = [done, last].filter((word) => word !== null && word !== "").join(", ");
      return `  ${left} -> ${right === "" ? "count" : right}\n`;
    });
}

/** @param out whether packets go out again */
function rules(tracked: boolean, controls: readonly string[], knobs: Knobs, out = false): Text {
  return fc
    .array(rule(tracked, controls, knobs, out), { maxLength: 4 })
    .map((lines) => lines.join(""));
}

/** Room for more than come. */
export const roomy = 100;

interface Knobs {
  /** Whether port scans may be looked for, which is rebuilt from sets, and not quite the same. */
  readonly scan: boolean;
  /** The room of a list. */
  readonly max: number;
}

/** Always called `generated`. */
export function wholePolicyText(knobs: Knobs = { scan: true, max: roomy }): Text {
  return fc
    .tuple(
      rules(false, ["return", "jump stateless"], knobs),
      rules(true, ["return", "jump tracked", "jump stateless"], knobs),
      rules(true, ["return", "jump tracked"], knobs, true),
      rules(false, ["return"], knobs),
      rules(true, ["return", "jump stateless"], knobs),
      fc.constantFrom("", " place last", ' place after "x"'),
      fc.constantFrom("", " early"),
      fc.constantFrom("drop", "tarpit else drop", "jump stateless"),
      fc.constantFrom("", "family ipv4\n", "family ipv6\n"),
    )
    .map(([early, entry, more, stateless, tracked, place, binEarly, end, family]) => {
      const [literal = "none", length = "none"] = foreign[family] ?? [];
      const body = (text: string): string =>
        text.replaceAll(literal, "nets").replaceAll(length, "source");
      return [
        "policy generated\n",
        family,
        family === "" ? "list fixed { 192.0.2.1, 2001:db8::1 }\n" : "list fixed { }\n",
        `list learnt timeout 1h${knobs.max < roomy ? ` max ${knobs.max}` : ""}\n`,
        `list bounded timeout 1h max ${knobs.max}\n`,
        family === "family ipv4\n"
          ? "list nets timeout 1h per 64\nlist mixed timeout 1h { 192.0.2.0/24 }\n"
          : "list nets timeout 1h per 64 { 2001:db8:1::1 }\nlist mixed timeout 1h { 2001:db8::/40 }\n",
        "interface wan { nftables eth0 }\n",
        "service web = tcp/80, tcp/443, udp/443\n",
        `chain early hook prerouting {\n${body(early)}}\n`,
        `chain entry hook input {\n${body(entry)}}\n`,
        `chain more hook forward in wan${place} {\n${body(more)}}\n`,
        `chain stateless {\n${body(stateless)}}\n`,
        `chain tracked {\n${body(tracked)}}\n`,
        `ladder climb hook input {\n  exempt fixed, learnt\n  rungs low 1m\n  bin top 4h${end === "drop" ? binEarly : ""} -> ${end}\n`,
        "  odds any 20%\n  trap telnet, ssh\n",
        knobs.scan ? "  scan 21 3s low 3 high 1\n}\n" : "}\n",
      ].join("");
    });
}

/** What the rules above name that a policy for one family may not. */
const foreign: Readonly<Record<string, readonly [literal: string, length: string]>> = {
  "family ipv4\n": ["2001:db8::/32", "source/64"],
  "family ipv6\n": ["192.0.2.0/24", "source/24"],
};
