/** Random policies and packets that meet: few lists, addresses, ports and interfaces, so that rules do fire. */
import fc from "fast-check";
import type { ConnectionState } from "../../../src/net/connection-state.js";
import type { Family } from "../../../src/net/family.js";
import type { TcpFlag } from "../../../src/net/tcp-flags.js";
import { rarely } from "../../arbitrary/rarely.js";
import { destinations, type DeviceName, interestingPorts, sourceAddresses } from "./site.js";

type Text = fc.Arbitrary<string>;

const listNames = ["a", "b", "c", "d", "e"] as const;
const list = fc.constantFrom(...listNames);
const not = fc.constantFrom("", "", "!");

const literal = fc.constantFrom(
  "198.18.0.1",
  "198.18.0.0/31",
  "198.18.0.2-198.18.0.200",
  "198.18.0.0/16",
  "2001:db8:a::1",
  "2001:db8:a::/64",
  "10.99.0.1",
  "10.97.0.0/31",
);
const members = fc
  .subarray(
    ["198.18.0.1", "198.18.0.0/31", "198.18.1.0/24", "2001:db8:a::1", "2001:db8:a:1::/64"],
    {
      maxLength: 3,
    },
  )
  .map((all) => `{ ${all.join(", ")} }`);

const port = fc.constantFrom(...interestingPorts).map(String);
const services = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom("ssh", "dns", "https", "tcp", "udp", "icmp", "web") },
  { weight: 2, arbitrary: port.map((one) => `tcp/${one}`) },
  { weight: 2, arbitrary: port.map((one) => `udp/${one}, tcp/22`) },
  {
    weight: 1,
    arbitrary: fc.constantFrom("tcp/{22,53,80}", "udp/0-1023", "proto gre", "proto sctp"),
  },
  { weight: 1, arbitrary: fc.constantFrom("icmp/echo-request", "icmp/8:0", "icmp/3, tcp/22") },
);
const states = fc
  .subarray(["new", "established", "invalid", "untracked"], { minLength: 1, maxLength: 3 })
  .map((words) => words.join(","));

const rate = fc
  .tuple(
    fc.constantFrom("limit", "over"),
    fc.constantFrom("1/d", "3/d"),
    fc.integer({ min: 1, max: 4 }),
    fc.constantFrom("", "", " per source", " per destination", " per source destination"),
  )
  .map(([word, speed, burst, per]) => `${word} ${speed} burst ${String(burst)}${per}`);

function conditions(where: "input" | "forward" | "prerouting" | "any"): Text {
  const tracked = where === "input" || where === "forward";
  const often = <T>(arbitrary: fc.Arbitrary<T>, freq: number): fc.Arbitrary<T | null> =>
    fc.option(arbitrary, { freq });
  return fc
    .tuple(
      tracked
        ? often(
            fc.tuple(not, states).map((words) => words.join("")),
            2,
          )
        : fc.constant(null),
      often(
        fc.tuple(not, services).map((words) => words.join("")),
        2,
      ),
      often(
        fc
          .tuple(not, fc.oneof({ weight: 3, arbitrary: list }, literal))
          .map((w) => `from ${w.join("")}`),
        3,
      ),
      rarely(fc.tuple(not, fc.oneof(list, literal)).map((words) => `to ${words.join("")}`)),
      rarely(fc.tuple(not, fc.constantFrom("wan", "lan")).map((words) => `in ${words.join("")}`)),
      rarely(fc.constantFrom("length 0-60", "length 64", "length 61-1500")),
      rarely(
        fc
          .tuple(not, fc.constantFrom("02:00:00:00:00:02", "02:00:00:00:00:03"))
          .map((w) => `mac ${w.join("")}`),
      ),
      often(fc.constantFrom("50%", "25%", "80%", "0.1%", "100%"), 2),
      rarely(rate),
    )
    .map((parts) => parts.filter((part) => part !== null).join(" "));
}

const flagRules = fc
  .tuple(
    fc.constantFrom("tcp", "tcp/22", ""),
    fc.constantFrom("syn !ack", "fin psh urg", "!syn !ack", "ack"),
  )
  .map(([service, flags]) => `${service} flags ${flags}`);

const effect = fc.oneof(
  { weight: 1, arbitrary: fc.constantFrom("count", 'log "x"') },
  {
    weight: 5,
    arbitrary: fc
      .tuple(
        fc.constantFrom("source", "source", "destination"),
        list,
        fc.constantFrom("", "", " for 2h", " for 400ms", " for forever"),
      )
      .map(([side, name, time]) => `add ${side} to ${name}${time}`),
  },
);

function actions(later: readonly string[], hooked: boolean, raw: boolean): Text {
  const endings = [
    ...["accept", "drop", "drop", "return"],
    ...(raw ? [] : ["reject", "reject with tcp-reset else drop", "tarpit else reject"]),
    ...later.map((name) => `jump ${name}`),
  ].filter((ending) => !hooked || ending !== "accept" || !raw);
  return fc
    .tuple(fc.array(effect, { maxLength: 2 }), fc.option(fc.constantFrom(...endings), { freq: 2 }))
    .map(([words, ending]) => [...words, ...(ending === null ? [] : [ending])])
    .map((words) => (words.length === 0 ? "count" : words.join(", ")));
}

function chain(
  head: string,
  where: "input" | "forward" | "prerouting" | "any",
  later: readonly string[],
  most: number,
): Text {
  const raw = where === "prerouting" || where === "any";
  const hooked = where !== "any";
  const rule = fc
    .tuple(
      fc.oneof({ weight: 8, arbitrary: conditions(where) }, flagRules),
      actions(later, hooked, raw),
    )
    .map(([left, right]) => `  ${left} -> ${right}\n`);
  return fc.array(rule, { maxLength: most }).map((rules) => `${head} {\n${rules.join("")}}\n`);
}

/** `max` bounds each family's set by itself, which is exact where there is one family. */
const clauses = {
  both: fc.constantFrom("", "", "per 64 "),
  ipv4: fc.constantFrom("", "max 2 ", "max 3 "),
} as const;

const ladder = fc
  .tuple(
    fc.constantFrom("30%", "50%", "100%"),
    fc.constantFrom("30%", "50%", "100%"),
    fc.boolean(),
    fc.constantFrom("", "  ignore dns\n"),
    fc.constantFrom("", "  trap tcp/1024, udp/5353\n"),
    fc.constantFrom("any", "other"),
  )
  .map(
    ([one, other, early, ignore, trap, rest]) =>
      `ladder climb hook input in wan {\n  exempt a\n${ignore}  rungs low 1m, high 2m\n  bin top 4h${early ? " early" : ""} log "binned"\n` +
      `  odds ssh ${one}\n  odds ${rest} ${other} ${one} ${other}\n${trap}}\n`,
  );

/** A long run of rules for ports, each for its own. */
const manyPorts = fc
  .tuple(fc.integer({ min: 14, max: 20 }), list, fc.constantFrom("", "new ", "50% "))
  .map(([count, name, words]) => {
    const rules = Array.from({ length: count }, (_, index) => {
      const own = interestingPorts[index] ?? 2000 + index;
      return `  ${words}tcp/${String(own)} -> add source to ${name}${index % 3 === 0 ? ", drop" : ""}\n`;
    });
    return `chain ports hook input {\n${rules.join("")}}\n`;
  });

type Families = keyof typeof clauses;

/** What is for one family names addresses of that one (SB2009). */
function ofIPv4(text: string): string {
  return text
    .replaceAll(/, 2001:[^, ]+|2001:[^, ]+, |(?<=\{ )2001:[^, ]+/gu, "")
    .replaceAll(/2001:\S+/gu, "198.18.0.7");
}

function ofIPv6(text: string | null): string | null {
  return text?.replaceAll(/\b(?:198|10)\.\S+/gu, "2001:db8:a::1") ?? null;
}

function policyFor(families: Families): Text {
  const onlyIPv4 = families === "ipv4";
  return fc
    .tuple(
      fc.tuple(
        ...listNames.map(() => fc.tuple(clauses[families], fc.option(members, { freq: 2 }))),
      ),
      fc.option(chain("chain raw hook prerouting", "prerouting", ["below"], 3), { freq: 2 }),
      chain("chain first hook input", "input", ["below", "deeper"], 5),
      fc.option(chain("chain second hook input in !lan", "input", ["deeper"], 3), { freq: 2 }),
      fc.option(chain("chain six family ipv6 hook input", "input", [], 2), { freq: 2 }),
      fc.option(chain("chain through hook forward in wan", "forward", ["below"], 4), { freq: 2 }),
      chain("chain below", "any", ["deeper"], 4),
      chain("chain deeper", "any", [], 3),
      fc.option(ladder, { freq: 2 }),
      fc.option(manyPorts, { freq: 2 }),
    )
    .map(([lists, raw, first, second, six, ...others]) =>
      [
        `policy p\nfamily ${families}\n`,
        "interface wan { nftables wan0, ppp0 }\ninterface lan { nftables lan0 }\n",
        "service web = tcp/{80,443}\n",
        ...lists.map(
          ([words, items], index) =>
            `list ${listNames[index] ?? ""} timeout 1h ${words}${items ?? ""}\n`,
        ),
        ...[raw, first, second, onlyIPv4 ? null : ofIPv6(six), ...others].map((text) => text ?? ""),
      ].join(""),
    )
    .map((text) => (onlyIPv4 ? ofIPv4(text) : text));
}

export const meetingPolicy: Text = fc.oneof(
  { weight: 4, arbitrary: policyFor("both") },
  { weight: 1, arbitrary: policyFor("ipv4") },
);

/** A packet before it has a time and a place on the wire. */
export interface Meeting {
  readonly family: Family;
  readonly hook: "input" | "forward";
  readonly source: number;
  readonly destination: number;
  readonly protocol: "tcp" | "udp" | "icmp" | "gre" | "sctp";
  readonly port: number;
  readonly icmp: { readonly type: number; readonly code: number };
  readonly state: ConnectionState;
  readonly in: DeviceName;
  readonly length: number;
  readonly flags: readonly TcpFlag[];
  readonly mac: string;
  /** Milliseconds since the one before. */
  readonly after: number;
}

export const meeting: fc.Arbitrary<Meeting> = fc
  .record({
    family: fc.constantFrom<Family>("ipv4", "ipv4", "ipv6"),
    hook: fc.constantFrom<"input" | "forward">("input", "input", "input", "forward"),
    source: fc.nat(4),
    destination: fc.nat(1),
    protocol: fc.constantFrom<Meeting["protocol"]>(
      "tcp",
      "tcp",
      "tcp",
      "udp",
      "udp",
      "icmp",
      "gre",
      "sctp",
    ),
    port: fc.constantFrom(...interestingPorts),
    icmp: fc.constantFrom(
      { type: 8, code: 0 },
      { type: 128, code: 0 },
      { type: 3, code: 1 },
      { type: 3, code: 4 },
    ),
    state: fc.constantFrom<ConnectionState>(
      "new",
      "new",
      "new",
      "new",
      "established",
      "invalid",
      "untracked",
    ),
    in: fc.constantFrom<DeviceName>("wan", "wan", "wan", "lan"),
    length: fc.constantFrom(0, 64, 61, 400),
    flags: fc.constantFrom<readonly TcpFlag[]>(
      ["syn"],
      ["ack"],
      ["fin", "psh", "urg"],
      ["syn", "ack"],
      [],
    ),
    mac: fc.constantFrom("02:00:00:00:00:02", "02:00:00:00:00:03"),
    after: fc.oneof({ weight: 60, arbitrary: fc.constant(0) }, fc.constant(600)),
  })
  .map(possible);

/** What connection tracking makes of a packet depends on what it is; this keeps to what can be. */
function possible(wanted: Meeting): Meeting {
  let meeting = wanted;
  if (meeting.protocol !== "tcp") meeting = { ...meeting, flags: [] };
  if (meeting.state === "established") {
    meeting = { ...meeting, protocol: "udp", flags: [], hook: "input", in: "wan", destination: 0 };
  }
  const plain = meeting.protocol === "gre" || meeting.protocol === "sctp";
  if (meeting.state === "invalid" && plain) meeting = { ...meeting, state: "untracked" };
  if (meeting.state === "new") {
    if (meeting.protocol === "tcp" && !["syn", "ack"].includes(meeting.flags.join(" "))) {
      meeting = { ...meeting, flags: ["syn"] };
    }
    if (meeting.protocol === "icmp") {
      const type = meeting.family === "ipv4" ? 8 : 128;
      meeting = { ...meeting, icmp: { type, code: 0 } };
    }
    if (plain) meeting = { ...meeting, state: "untracked" };
  }
  const { family, source, destination, hook } = meeting;
  return {
    ...meeting,
    source: source % sourceAddresses[family].length,
    destination: destination % destinations[hook][family].length,
  };
}
