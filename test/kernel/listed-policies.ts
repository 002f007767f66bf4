/** What `nft list` is read back of. The wider policies of test/nftables hold forms that the reader does not know yet: a negated MAC address, and an address where it expects a literal one. */
/**
 * Random policies with what the language has beyond `test/arbitrary/policy.ts`, without what nftables refuses: the
 * conditions that count, the answers, choices of verdicts, bounds, places, and chains before connection tracking.
 */
import fc from "fast-check";

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
    fc.constantFrom("", " burst 1", " burst 32"),
  )
  .map((words) => `${words[0]} ${words[1]}${words[2]}`);
const key = fc.constantFrom(
  "per source",
  "per destination",
  "per source destination",
  "per destination source",
);

/** Conditions in the order in which they may be written, each there or not. */
function conditions(tracked: boolean, { scan }: Knobs): Text {
  const some = (text: Text, freq = 2): fc.Arbitrary<string | null> => fc.option(text, { freq });
  return fc
    .tuple(
      some(
        tracked ? fc.constantFrom("new", "established,related", "!invalid") : fc.constant(""),
        1,
      ),
      some(fc.oneof(services, flags, fc.constantFrom("tcp flags syn", "!ssh flags !rst"))),
      some(
        fc
          .tuple(not, fc.constantFrom(...lists, "192.0.2.0/24", "2001:db8::/32"))
          .map(([sign, text]) => `from ${sign}${text}`),
      ),
      some(
        fc.tuple(not, fc.constantFrom(...lists)).map(([sign, text]) => `to ${sign}${text}`),
        1,
      ),
      some(fc.constantFrom("length 40", "length 100-2000"), 1),
      some(fc.constantFrom("mac 02:00:00:aa:bb:cc", "mac !02:00:00:aa:bb:cc"), 1),
      some(
        tracked
          ? fc.constantFrom(
              "conns > 30 per source",
              "conns > 1 per destination",
              "conns > 5 per source/24",
              "conns > 5 per source/64",
            )
          : fc.constant(""),
        1,
      ),
      some(
        scan
          ? fc.constantFrom("scan", "scan 5 500ms low 0 high 2", "scan 1 1m low 1 high 1")
          : fc.constant(""),
        1,
      ),
      some(fc.constantFrom("50%", "0.5%"), 1),
      some(rate, 1),
      some(
        fc.tuple(rate, key).map(([words, by]) => `${words} ${by}`),
        1,
      ),
    )
    .map((words) => words.filter((word) => word !== null && word !== "").join(" "));
}

const effects: Text = fc
  .array(
    fc.oneof(
      fc.constantFrom("count", 'log "seen"'),
      fc
        .tuple(side, fc.constantFrom(...learning), fc.constantFrom("", " for 2m", " for forever"))
        .map(([of, list, time]) => `add ${of} to ${list}${time}`),
    ),
    { maxLength: 3 },
  )
  .map((words) => words.join(", "));

const verdicts = [
  "accept",
  "drop",
  "reject",
  "reject with admin-prohibited",
  "tarpit else drop",
  "reject with tcp-reset else reject with no-route",
  "reject with tcp-reset else tarpit else drop",
];

function rule(tracked: boolean, controls: readonly string[], knobs: Knobs): Text {
  return fc
    .tuple(
      conditions(tracked, knobs),
      effects,
      fc.option(fc.constantFrom(...verdicts, ...controls)),
    )
    .map(([left, done, end]) => {
      // A rule with `scan` cannot return; everything else may stand together.
      const last = end === "return" && left.includes("scan") ? "drop" : end;
      const right = [done, last].filter((word) => word !== null && word !== "").join(", ");
      return `  ${left} -> ${right === "" ? "count" : right}\n`;
    });
}

function rules(tracked: boolean, controls: readonly string[], knobs: Knobs): Text {
  return fc.array(rule(tracked, controls, knobs), { maxLength: 4 }).map((lines) => lines.join(""));
}

interface Knobs {
  /** Whether port scans may be looked for, which is rebuilt from sets, and not quite the same. */
  readonly scan: boolean;
  /** The room of a list. */
  readonly max: number;
}

/** Always called `generated`. */
export function wholePolicyText(knobs: Knobs = { scan: true, max: 100 }): Text {
  return fc
    .tuple(
      rules(false, ["return", "jump stateless"], knobs),
      rules(true, ["return", "jump tracked", "jump stateless"], knobs),
      rules(true, ["return", "jump tracked"], knobs),
      rules(false, ["return"], knobs),
      rules(true, ["return", "jump stateless"], knobs),
      fc.constantFrom("", " place last", ' place after "x"'),
      fc.constantFrom("", " early"),
      fc.constantFrom("drop", "tarpit else drop", "jump stateless"),
      fc.constantFrom("", "family ipv4\n", "family ipv6\n"),
    )
    .map(([early, entry, more, stateless, tracked, place, binEarly, end, family]) => {
      const foreign = foreignLiteral[family] ?? "none";
      const body = (text: string): string => text.replaceAll(foreign, "nets");
      return [
        "policy generated\n",
        family,
        family === "" ? "list fixed { 192.0.2.1, 2001:db8::1 }\n" : "list fixed { }\n",
        "list learnt timeout 1h\n",
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
        `ladder climb hook input {\n  exempt fixed\n  rungs low 1m\n  bin top 4h${end === "drop" ? binEarly : ""} -> ${end}\n`,
        "  odds any 20%\n  trap telnet\n",
        knobs.scan ? "  scan 21 3s low 3 high 1\n}\n" : "}\n",
      ].join("");
    });
}

/** What the rules above name that a policy for one family may not. */
const foreignLiteral: Readonly<Record<string, string>> = {
  "family ipv4\n": "2001:db8::/32",
  "family ipv6\n": "192.0.2.0/24",
};
