/**
 * Random policies with everything that the language has beyond `test/arbitrary/policy.ts`: matchers that count,
 * answers, choices of verdicts, places, and chains before connection tracking. What RouterOS refuses is left
 * out for the most part, so that most policies have a meaning there.
 */
import fc from "fast-check";
import { ofOneFamily } from "../arbitrary/one-family.js";

type Text = fc.Arbitrary<string>;

/** Rules before connection tracking may ask for less. */
type Stage = "early" | "late" | "through";

const percent = fc.integer({ min: 1, max: 99 }).map((value) => `${String(value)}%`);
const lists = ["trusted", "sin_1", "sinbin"] as const;

const tcpServices = fc.constantFrom(
  "ssh",
  "tcp",
  "web",
  "many",
  "!ssh",
  "!web",
  "!many",
  "!tcp/0-1023",
);
const services = fc.oneof(
  tcpServices,
  fc.constantFrom(
    "icmp",
    "icmp/echo-request",
    "icmp/8:0",
    "icmp/{3,3:4,11,echo-reply}",
    "icmp/timestamp-request",
    "icmp/packet-too-big",
    "udp/53",
    "!icmp/echo-request",
    "!icmp/timestamp-request",
    "!icmp/{echo-request,echo-reply}",
    "udp, icmp/redirect",
  ),
);
const flags = fc.constantFrom(
  "flags syn !ack",
  "flags fin syn",
  "flags !syn !ack !rst",
  "flags ack",
);
const states = fc.constantFrom("new", "!established", "established,related");
const lengths = fc.constantFrom(
  "length 100-200",
  "length 40",
  "length 0-65535",
  "length 1400-65535",
);
const macs = fc.constantFrom("mac 02:00:00:aa:bb:cc", "mac !02:00:00:aa:bb:cc");
const counts = fc.constantFrom(
  "conns > 28 per source",
  "conns > 14 per source/24",
  "conns > 5 per source/64",
);
const scans = fc.constantFrom("scan", "scan 10 1s500ms low 5 high 2", "scan 4 10s low 3 high 1");
const rates = fc.constantFrom(
  "limit 10/s burst 20",
  "over 30/m",
  "over 9/d burst 1",
  "limit 5/d burst 1",
  "limit 2/h burst 2",
  "over 100/h burst 2",
);
const ratesPerKey = fc.constantFrom(
  "limit 32/s burst 32 per source",
  "limit 2/h burst 1 per source",
  "limit 3/m burst 2 per destination",
  "over 32/s burst 32 per source",
  "over 3/m per destination",
  "limit 3/d burst 9 per source destination",
  "over 10/h per destination source",
);

type Kind = readonly [order: number, words: Text];

const protocols: Text = fc.oneof(
  services,
  tcpServices,
  fc.constantFrom("icmp/echo-request", "icmp/8:0", "icmp/{8,0}"),
  fc
    .tuple(fc.option(tcpServices), flags)
    .map(([service, words]) => (service === null ? words : `${service} ${words}`)),
);

/** One of a kind; those that a random policy should have most of stand twice. */
const anywhere: readonly Kind[] = [
  [1, protocols],
  [1, protocols],
  [
    2,
    fc
      .tuple(fc.constantFrom("", "!"), fc.constantFrom(...lists))
      .map(([not, list]) => `from ${not}${list}`),
  ],
  [2, fc.constantFrom("from 192.0.2.0/24", "from !192.0.2.0/24", "from !2001:db8::/48")],
  [
    3,
    fc.constantFrom(
      "to sinbin",
      "to trusted",
      "to 192.0.2.0/24",
      "to 192.0.2.0/24",
      "to !2001:db8::1-2001:db8::5",
    ),
  ],
  [4, fc.constantFrom("in wan", "in !wan")],
  [5, fc.oneof(lengths, lengths, macs)],
  [7, scans],
  [8, percent],
  [9, rates],
  [9, rates],
  [10, ratesPerKey],
  [10, ratesPerKey],
];
const late: readonly Kind[] = [...anywhere, [0, states], [6, counts]];

/** Where packets go out again. */
const out: Kind = [4.5, fc.constantFrom("out wan", "out !wan", "out !wan")];
const through: readonly Kind[] = [...late, out, out];
const kinds: Readonly<Record<Stage, readonly Kind[]>> = { early: anywhere, late, through };

function conditions(stage: Stage): Text {
  return fc
    .subarray([...kinds[stage]], { minLength: 1, maxLength: 3 })
    .map((some) => [...new Map(some)].sort(([a], [b]) => a - b).map(([, words]) => words))
    .chain((words) => fc.tuple(...words))
    .map((words) => ofOneFamily(words.join(" ")));
}

const effects = fc.subarray([
  "count",
  'log "seen"',
  "add source to sin_1",
  "add destination to sinbin for 2h",
  "add source to sinbin for forever",
  'log "again"',
]);

const endings: Readonly<Record<"early" | "late", readonly string[]>> = {
  early: [
    "accept",
    "drop",
    "tarpit else drop",
    "reject else tarpit else accept",
    "reject with tcp-reset else drop",
    "jump shared",
  ],
  late: [
    "accept",
    "drop",
    "reject",
    "reject with host-unreachable",
    "reject with no-route",
    "reject with admin-prohibited",
    "tarpit else drop",
    "tarpit else reject",
    "reject with tcp-reset else reject",
    "reject with tcp-reset else tarpit else drop",
    "reject else drop",
    "jump shared",
    "jump deep",
    "jump fourth",
  ],
};

function actions(endingsHere: readonly string[]): Text {
  return fc
    .tuple(effects, fc.option(fc.constantFrom(...endingsHere), { freq: 4 }))
    .map(([words, ending]) => [...words, ...(ending === null ? [] : [ending])].join(", "))
    .map((text) => (text === "" ? "count" : text));
}

function rules(stage: Stage, without: readonly string[] = []): Text {
  const allowed = endings[stage === "early" ? "early" : "late"].filter(
    (ending) => !without.includes(ending),
  );
  // Few rules without a condition: most of those end a packet's way, and what follows would never be met.
  const asked = fc.oneof({ weight: 9, arbitrary: conditions(stage) }, fc.constant(""));
  const usual = fc.tuple(asked, actions(allowed));
  const leaving = fc.constantFrom(
    ["ssh", "return"] as const,
    ["icmp/echo-request limit 5/s", "return"] as const,
    ["web 20%", "return"] as const,
    ["web over 9/s", "return"] as const,
    ["limit 5/s per source", "return"] as const,
  );
  const rule = without.length > 0 ? fc.oneof({ weight: 12, arbitrary: usual }, leaving) : usual;
  return fc
    .array(rule, { maxLength: 5 })
    .map((all) => all.map(([left, right]) => `  ${left} -> ${right}\n`).join(""));
}

const places = fc.constantFrom(
  ["", ""] as const,
  ["place first ", "place last "] as const,
  ['place after "fasttrack" ', 'place after "fasttrack" '] as const,
  ["", 'place after "a \\"b\\" $c" '] as const,
  ["place last ", "place last "] as const,
);

const ladder = fc
  .tuple(
    fc.subarray(["trusted", "sin_1", "sinbin"]),
    percent,
    fc.constantFrom("drop", "tarpit else drop"),
  )
  .map(([exempt, odds, action]) =>
    [
      "ladder climb hook input {",
      exempt.length > 0 ? `  exempt ${exempt.join(", ")}` : "",
      "  rungs  low 1m",
      `  bin    top 4h${action === "drop" ? " early" : ""} log "binned" -> ${action}`,
      `  odds   any ${odds}`,
      "  trap   telnet, ssh",
      "  scan",
      "}",
      "",
    ].join("\n"),
  );

/** What a policy of one family may not name. */
const literalsOf: Readonly<Record<string, readonly [RegExp, string]>> = {
  "": [/$^/gu, ""],
  "family ipv4\n": [
    /, 2001:db8::\/48(?= \})|from !2001:db8::\/48|to !2001:db8::1-2001:db8::5|\/64(?= )/gu,
    "",
  ],
  "family ipv6\n": [
    /192\.0\.2\.0\/24, |from !?192\.0\.2\.0\/24|to 192\.0\.2\.0\/24|\/24(?= )|(?<= )scan( \d+ \w+ low \d high \d)?/gu,
    "",
  ],
};

/** @param forwarding also chains that packets go out through again */
export function wholePolicyText(forwarding = false): Text {
  return fc
    .tuple(
      fc.constantFrom("", "family ipv4\n", "family ipv6\n"),
      fc.constantFrom("ether1", "ether1, ether2", "list WAN", "list WAN, VPN"),
      fc.constantFrom("input", "entry"),
      places,
      fc.tuple(
        rules("late"),
        rules("late", ["jump fourth"]),
        rules("early"),
        rules("early", ["jump shared"]),
        rules("late", ["jump shared", "jump deep"]),
        rules("through"),
      ),
      fc.option(ladder),
      fc.boolean(),
    )
    .map(
      ([
        family,
        wan,
        name,
        [one, two],
        [entry, second, early, shared, deep, beyond],
        climb,
        isFirst,
      ]) => {
        const raw = `chain early hook prerouting ${one}{\n${early}}\n`;
        return [
          `policy whole\n${family}interface wan { routeros ${wan} }\n`,
          "service web = tcp/80, tcp/443, udp/443\n",
          "service many = tcp/{1,3,5,7,9,11,13,15,17,19,21,23,25,27,29,31-33}\n",
          "list trusted { 192.0.2.0/24, 2001:db8::/48 }\nlist sin_1 timeout 1m\nlist sinbin timeout 4h\n",
          // Before the others, since its place is the first.
          climb ?? "",
          isFirst ? raw : "",
          `chain ${name} hook input ${one}{\n${entry}}\n`,
          `chain second hook input in wan ${two}{\n${second}}\n`,
          isFirst ? "" : raw,
          forwarding ? `chain beyond hook forward ${two}{\n${beyond}}\n` : "",
          `chain shared {\n${shared}}\n`,
          `chain deep {\n${deep}}\n`,
          family === "family ipv6\n"
            ? "chain fourth { }\n"
            : "chain fourth family ipv4 {\n  telnet -> tarpit\n  tcp -> reject with tcp-reset\n}\n",
        ]
          .join("")
          .replace(...(literalsOf[family] ?? [/$^/gu, ""]));
      },
    );
}
