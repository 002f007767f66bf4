/** The parts of random policies that not every target can express: what `whole: true` adds to `policy.ts`. */
import fc from "fast-check";

type Text = fc.Arbitrary<string>;

const count = fc.integer({ min: 1, max: 4_294_967_295 }).map(String);
const smallCount = fc.integer({ min: 1, max: 200 }).map(String);
const rate = fc
  .tuple(fc.integer({ min: 1, max: 10_000 }), fc.constantFrom("s", "m", "h", "d"))
  .map(([packets, unit]) => `${String(packets)}/${unit}`);
const key = fc.constantFrom("source", "destination", "source destination", "destination source");

const flagNames = ["fin", "syn", "rst", "psh", "ack", "urg", "ece", "cwr"] as const;
/** Each flag is asked for, excluded or left alone; the last one never, so that there is one at least. */
const flags = fc
  .array(fc.constantFrom("", "!", undefined), { minLength: 8, maxLength: 8 })
  .map((signs) =>
    signs.map((sign, index) => (sign === undefined ? "" : `${sign}${flagNames[index] ?? ""}`)),
  )
  .map((words) => words.filter((word) => word !== ""))
  .map((words) => `flags ${words.length === 0 ? "syn !ack" : words.join(" ")}`);

const bucket = (per: Text): Text =>
  fc
    .tuple(fc.constantFrom("limit", "over"), rate, fc.option(smallCount), per)
    .map(
      ([word, packets, burst, keys]) =>
        `${word} ${packets}${burst === null ? "" : ` burst ${burst}`}${keys}`,
    );

const connections = fc
  .tuple(
    smallCount,
    fc.constantFrom("source", "destination"),
    fc.option(fc.integer({ min: 1, max: 128 })),
  )
  .map(
    ([above, side, length]) =>
      `conns > ${above} per ${side}${length === null ? "" : `/${String(length)}`}`,
  );

export const portScan: Text = fc.oneof(
  fc.constant("scan"),
  fc
    .tuple(
      fc.integer({ min: 2, max: 10_000 }),
      fc.constantFrom("3s", "1s500ms", "2m"),
      fc.integer({ min: 0, max: 100 }),
      fc.integer({ min: 1, max: 100 }),
    )
    .map(([threshold, delay, low, high]) => `scan ${threshold} ${delay} low ${low} high ${high}`),
);

const length = fc
  .tuple(fc.integer({ min: 0, max: 65_535 }), fc.integer({ min: 0, max: 65_535 }))
  .map(([a, b]) =>
    a === b ? `length ${String(a)}` : `length ${String(Math.min(a, b))}-${String(Math.max(a, b))}`,
  );

const mac = fc
  .tuple(fc.constantFrom("", "!"), fc.array(fc.nat(255), { minLength: 6, maxLength: 6 }))
  .map(([sign, bytes]) => {
    const pairs = bytes.map((byte) => byte.toString(16).padStart(2, "0"));
    return `mac ${sign}${pairs.join(":")}`;
  });

/** Conditions that may stand in any rule, but for flags, which want a rule for TCP. */
export const wholeConditions: readonly Text[] = [
  bucket(fc.constant("")),
  bucket(key.map((keys) => ` per ${keys}`)),
  connections,
  portScan,
  length,
  mac,
];

export const flagConditions: Text = fc
  .tuple(fc.constantFrom("", "ssh ", "tcp ", "tcp/{22,80} ", "!web "), flags)
  .map(([service, words]) => service + words);

export const icmpServices: readonly string[] = [
  "icmp/echo-request",
  "icmp/8:0",
  "icmp/{3,3:4,11,echo-reply}",
  "icmp/packet-too-big",
  "icmp/timestamp-request",
];

/** Verdicts that hold for every packet. */
export const wholeVerdicts: readonly string[] = [
  "reject",
  "tarpit",
  "reject with port-unreachable",
  "reject with admin-prohibited",
  "tarpit else drop",
  "tarpit else reject with host-unreachable",
  "reject with tcp-reset else reject",
  "reject with tcp-reset else tarpit else drop",
];

export const places: Text = fc.constantFrom(
  "",
  "place first ",
  "place last ",
  'place after "fasttrack" ',
  'place after "a \\"b\\" $c" ',
);

/** What may stand between a list's timeout and its entries. */
export const listClauses: Text = fc
  .tuple(fc.option(count), fc.option(fc.constantFrom("32", "48", "64")))
  .map(
    ([most, per]) => `${most === null ? "" : `max ${most} `}${per === null ? "" : `per ${per} `}`,
  );

/** Ascending. */
const times = ["500ms", "1s", "10s", "1m", "2h", "1d12h"] as const;
const time = fc.constantFrom(...times);
const schedule = fc.oneof(
  fc
    .tuple(fc.nat(times.length - 1), fc.option(fc.nat(times.length - 1)))
    .map(([period, jitter]) => {
      const every = `every ${times[period]!}`;
      // A jitter past the period is an error.
      return jitter === null ? every : `${every} +- ${times[Math.min(period, jitter)]!}`;
    }),
  time.map((mean) => `about every ${mean}`),
  fc.array(time, { maxLength: 4 }).map((times) => ["at 0s", ...times].join(" ")),
);
const within = fc.oneof(
  fc.constant(""),
  smallCount.map((tries) => `within ${tries} tries `),
  time.map((span) => `within ${span} `),
);

/** A test of the policy, which no target sees. */
export function expectation(chance: Text): Text {
  return fc
    .tuple(
      fc.constantFrom("a guesser", 'a "monitor"', "back\\\\slash", "#1"),
      fc.constantFrom("ssh", "web", "tcp/22", "icmp/echo-request", "proto gre"),
      schedule,
      within,
      fc.constantFrom(">=", "<="),
      chance,
    )
    .map(
      ([title, service, when, until, relation, odds]) =>
        `expect "${title.replaceAll('"', '\\"')}" { ${service} ${when} banned ${until}${relation} ${odds} }\n`,
    );
}
