/**
 * Random policies that are right: names are declared, jumps go forward only, verdicts come last. Made as
 * text, so that laws hold for what people write and not only for what a printer makes.
 */
import fc from "fast-check";
import { ofOneFamily } from "./one-family.js";
import { rarely } from "./rarely.js";
import {
  expectation,
  flagConditions,
  icmpServices,
  listClauses,
  places,
  portScan,
  wholeConditions,
  wholeVerdicts,
} from "./whole.js";

const listNames = ["trusted", "sin_1", "sinbin", "input", "a-b", '"ssh blacklist"'] as const;
const chainNames = ["first", "second", "third"] as const;
const chance = fc
  .integer({ min: 1, max: 1_000_000 })
  .map((millionths) => `${String(millionths / 10_000)}%`);
const wholeChance = fc.integer({ min: 1, max: 99 }).map((percent) => `${String(percent)}%`);
const duration = fc.constantFrom("30s", "1m", "90s", "4h", "10d", "1d12h", "2w", "forever");
const list = fc.constantFrom(...listNames);

const ipv4 = fc
  .integer({ min: 0, max: 0xffffffff })
  .map((value) => [24, 16, 8, 0].map((shift) => String((value >>> shift) & 255)).join("."));
const ipv4Prefix = fc
  .tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 0, max: 255 }))
  .map(([a, b]) => `${String(a)}.${String(b)}.0.0/16`);
const ipv4Range = fc
  .tuple(fc.integer({ min: 0, max: 99 }), fc.integer({ min: 100, max: 255 }))
  .map(([a, b]) => `192.0.2.${String(a)}-192.0.2.${String(b)}`);
const ipv6 = fc
  .integer({ min: 0, max: 0xffff })
  .map((group) => `2001:db8:${group.toString(16)}::1`);
const ipv6Prefix = fc
  .integer({ min: 0, max: 0xffff })
  .map((group) => `2001:db8:${group.toString(16)}::/48`);
const address = fc.oneof(ipv4, ipv4Prefix, ipv4Range, ipv6, ipv6Prefix);

const port = fc.integer({ min: 0, max: 65535 });
const portRange = fc
  .tuple(port, port)
  .map(([a, b]) => `${String(Math.min(a, b))}-${String(Math.max(a, b))}`);
const ports = fc.oneof(
  port.map(String),
  portRange,
  fc
    .array(fc.oneof(port.map(String), portRange), { minLength: 1, maxLength: 5 })
    .map((items) => `{${items.join(",")}}`),
);
const service = fc.oneof(
  fc.constantFrom("ssh", "web", "dns", "tcp", "udp", "icmp", "proto gre"),
  fc.tuple(fc.constantFrom("tcp", "udp"), ports).map(([protocol, text]) => `${protocol}/${text}`),
);
const wholeService = fc.oneof(service, fc.constantFrom(...icmpServices));
const services = fc.array(service, { minLength: 1, maxLength: 3 }).map((items) => items.join(", "));
const wholeServices = fc
  .array(wholeService, { minLength: 1, maxLength: 3 })
  .map((items) => items.join(", "));
const states = fc.subarray(["new", "established", "related", "invalid", "untracked"], {
  minLength: 1,
  maxLength: 4,
});
const not = fc.constantFrom("", "!");

interface Knobs {
  readonly chance: fc.Arbitrary<string>;
  /** Also what not every target can express. */
  readonly whole?: boolean;
}

function conditions(knobs: Knobs, families: "any" | "ipv4"): fc.Arbitrary<string> {
  const literal = families === "ipv4" ? fc.oneof(ipv4, ipv4Prefix, ipv4Range) : address;
  const side = (word: string): fc.Arbitrary<string> =>
    fc.tuple(not, list).map(([sign, operand]) => `${word} ${sign}${operand}`);
  const whole = knobs.whole === true;
  const signed = (words: fc.Arbitrary<string>): fc.Arbitrary<string> =>
    fc.tuple(not, words).map(([sign, text]) => `${sign}${text}`);
  return fc
    .tuple(
      fc.option(fc.tuple(not, states).map(([sign, words]) => `${sign}${words.join(",")}`)),
      fc.option(whole ? fc.oneof(signed(wholeServices), flagConditions) : signed(services)),
      fc.option(
        fc.oneof(
          side("from"),
          fc.tuple(not, literal).map(([sign, text]) => `from ${sign}${text}`),
        ),
      ),
      rarely(side("to")),
      rarely(fc.tuple(not).map(([sign]) => `in ${sign}wan`)),
      ...(whole ? wholeConditions : []).map(rarely),
      fc.option(knobs.chance),
    )
    .map((parts) => ofOneFamily(parts.filter((part) => part !== null).join(" ")));
}

const effects = fc.array(
  fc.oneof(
    fc.constant("count"),
    fc.constantFrom('log "seen"', 'log "a b"'),
    fc
      .tuple(fc.constantFrom("source", "destination"), list, fc.option(duration))
      .map(([side, name, time]) => `add ${side} to ${name}${time === null ? "" : ` for ${time}`}`),
  ),
  { maxLength: 3 },
);

function actions(knobs: Knobs, later: readonly string[], mayReturn: boolean): fc.Arbitrary<string> {
  const endings = [
    "accept",
    "drop",
    ...(knobs.whole === true ? wholeVerdicts : []),
    ...(mayReturn ? ["return"] : []),
    ...later.map((name) => `jump ${name}`),
  ];
  return fc
    .tuple(effects, fc.option(fc.constantFrom(...endings), { freq: 2 }))
    .map(([words, ending]) => [...words, ...(ending === null ? [] : [ending])])
    .map((words) => (words.length === 0 ? "count" : words.join(", ")));
}

function chain(knobs: Knobs, index: number): fc.Arbitrary<string> {
  const name = chainNames[index] ?? "first";
  const later = chainNames.slice(index + 1);
  return fc
    .tuple(
      fc.array(fc.tuple(conditions(knobs, "any"), actions(knobs, later, true)), { maxLength: 5 }),
      fc.constantFrom("", " family ipv4 "),
    )
    .map(
      ([rules]) =>
        `chain ${name} {\n${rules.map(([left, right]) => `  ${left} -> ${right}\n`).join("")}}\n`,
    );
}

const comment = fc.constantFrom("", "", "", "# a comment\n", "## a note\n", "\n", "\n\n\n");

/** @param knobs which odds may occur: RouterOS draws whole percents only */
export function policyText(knobs: Knobs = { chance }): fc.Arbitrary<string> {
  const lists = fc
    .tuple(
      ...listNames.map(() =>
        fc.tuple(
          knobs.whole === true ? listClauses : fc.constant(""),
          fc.array(address, { maxLength: 4 }),
        ),
      ),
    )
    .map((all) =>
      all
        .map(
          ([clauses, items], index) =>
            `list ${listNames[index] ?? ""} timeout 1h ${clauses}{ ${items.join(", ")} }\n`,
        )
        .join(""),
    );
  const hooked = fc
    .tuple(
      fc.constantFrom("input", "forward", ...(knobs.whole === true ? ["prerouting"] : [])),
      not,
      knobs.whole === true ? places : fc.constant(""),
      fc.array(fc.tuple(conditions(knobs, "any"), actions(knobs, chainNames, true)), {
        maxLength: 4,
      }),
    )
    .map(
      ([hook, sign, place, rules]) =>
        `chain entry hook ${hook} in ${sign}wan ${place}{\n${rules.map(([left, right]) => `  ${left} -> ${right}\n`).join("")}}\n`,
    );
  const ladder = fc
    .tuple(
      knobs.chance,
      knobs.chance,
      knobs.chance,
      fc.boolean(),
      knobs.whole === true ? fc.option(portScan) : fc.constant(null),
      knobs.whole === true ? fc.constantFrom("", ...wholeVerdicts) : fc.constant(""),
      knobs.whole === true ? fc.boolean() : fc.constant(false),
      knobs.whole === true ? places : fc.constant(""),
    )
    .map(([a, b, c, hasHook, scan, verdict, early, place]) =>
      [
        `ladder climb${hasHook ? ` hook input ${place}` : " "}{`,
        "  exempt trusted",
        "  rungs  low 1m, high 2m",
        `  bin    top 4h${early && hasHook && verdict === "" ? " early" : ""} log "binned"${verdict === "" ? "" : ` -> ${verdict}`}`,
        `  odds   ssh ${a}`,
        `  odds   any ${a} ${b} ${c}`,
        "  trap   telnet, udp/{53,5353}",
        ...(scan === null ? [] : [`  ${scan}`]),
        "}",
        "",
      ].join("\n"),
    );
  return fc
    .tuple(
      lists,
      hooked,
      chain(knobs, 0),
      chain(knobs, 1),
      chain(knobs, 2),
      fc.option(ladder),
      knobs.whole === true
        ? fc.array(expectation(knobs.chance), { maxLength: 2 }).map((all) => all.join(""))
        : fc.constant(""),
      fc.array(comment, { minLength: 9, maxLength: 9 }),
    )
    .map(([declared, entry, one, two, three, climb, expectations, comments]) =>
      [
        "policy generated\n",
        "interface wan { routeros ether1  nftables eth0 }\n",
        "service web = sites, tcp/443, udp/443\nservice sites = tcp/80\n",
        declared,
        entry,
        one,
        two,
        three,
        climb ?? "",
        expectations,
      ]
        .map((part, index) => `${comments[index] ?? ""}${part}`)
        .join(""),
    );
}

/** Policies with all that the language has. */
export function wholePolicyText(): fc.Arbitrary<string> {
  return policyText({ chance, whole: true });
}

/** Policies whose odds every target can draw. */
export function portablePolicyText(): fc.Arbitrary<string> {
  return policyText({ chance: wholeChance });
}
