import type { HookPoint } from "../../src/ir/ruleset.js";
import type { FamilyChoice, FeatureName } from "../../src/target/features.js";
import { rejectAnswers } from "../../src/net/reject.js";

/** Where a sample stands. */
interface Place {
  readonly hook: HookPoint;
  readonly family: FamilyChoice;
}

/** A policy that uses one feature, and nothing else that could be refused. */
type Sample = (place: Place) => string;

const whole =
  (declarations: string, head: string, rules: string): Sample =>
  ({ hook, family }) => {
    const has = (one: string): boolean => family === "both" || family === one;
    const entries = [
      ...(has("ipv4") ? ["192.0.2.0/24", "198.51.100.7"] : []),
      ...(has("ipv6") ? ["2001:db8:1::/48"] : []),
    ];
    return [
      `policy p family ${family}`,
      declarations.replaceAll("ENTRIES", `{ ${entries.join(", ")} }`),
      `chain guard hook ${hook} ${head} { ${rules} }`,
    ].join("\n");
  };

const hosts = "list trusted ENTRIES  list caught timeout 1h";

/** One policy for each rule. */
const rules = (...all: readonly string[]): readonly Sample[] =>
  all.map((rule) => whole(hosts, "", rule));

/** One policy for each condition. */
const conditions = (...all: readonly string[]): readonly Sample[] =>
  rules(...all.map((condition) => `${condition} -> count`));

/** By an interface, which a packet of this host's own has not come in by, nor one for it goes out by. */
const interfaces = (spellings: string, ...negations: readonly string[]): readonly Sample[] =>
  negations.map((negation): Sample => (place) => {
    const direction = place.hook === "output" ? "out" : "in";
    return whole(
      `interface link { ${spellings} }`,
      "",
      `${direction} ${negation}link -> count`,
    )(place);
  });

const lists = (clauses: string, action = "add source to l"): readonly Sample[] => [
  whole(`list l ${clauses}`, "", `-> ${action}`),
];

const heads = (...all: readonly string[]): readonly Sample[] =>
  all.map((head) => whole("interface wan { routeros ether1  nftables wan0 }", head, "-> drop"));

/** A ladder with the parts that are asked for and no others. */
const ladders = (...all: readonly string[]): readonly Sample[] =>
  all.map(
    (parts): Sample =>
      ({ hook, family }) =>
        whole(
          hosts,
          "",
          "",
        )({ hook, family }).replace(
          /chain guard (.*?) \{ +\}/u,
          `ladder climb $1 {\n${parts.includes("bin") ? parts : `bin sinbin 4h\n${parts}`}\n}`,
        ),
  );

const onlyIn =
  (family: FamilyChoice, first: string, second: string): Sample =>
  (place) =>
    conditions(place.family === family ? first : second)[0]?.(place) ?? "";

export const samples: Readonly<Record<FeatureName, readonly Sample[]>> = {
  "connection state": conditions("new", "!established,related", "untracked", "invalid"),
  service: conditions(
    "ssh",
    "tcp/{22,8000-8100}",
    "udp",
    "proto gre",
    "dns, https",
    "!tcp/80, udp/443",
  ),
  "icmp type": [...conditions("icmp/echo-request"), onlyIn("ipv4", "icmp/8:0", "icmp")],
  list: conditions("from trusted", "to !trusted", "from caught", "from !caught"),
  address: [
    onlyIn("ipv6", "from 2001:db8::7", "from 192.0.2.7"),
    onlyIn("ipv6", "to !2001:db8::/48", "to !192.0.2.0/24"),
    onlyIn("ipv6", "from 2001:db8::5-2001:db8::9", "from 192.0.2.5-192.0.2.9"),
    onlyIn("ipv6", "from !2001:db8::5-2001:db8::9", "from !192.0.2.5-192.0.2.9"),
  ],
  interface: interfaces("routeros ether1  nftables wan0", "", "!"),
  "several names of an interface": interfaces(
    "routeros ether1, ether2  nftables wan0, wan1",
    "",
    "!",
  ),
  "interface list": interfaces("routeros list WAN  nftables list WAN", "", "!"),
  odds: conditions("20%", "1%", "99%", "100%"),
  "odds with a fraction": conditions("2.5%", "0.1%", "0.02%"),
  limit: conditions("limit 10/m", "limit 32/s burst 32"),
  "limit per key": conditions(
    "limit 10/m per source",
    "limit 10/m burst 9 per destination",
    "limit 10/h per source destination",
  ),
  over: conditions("over 10/m", "over 32/s burst 32"),
  "over per key": conditions(
    "over 10/m per source",
    "over 10/m burst 9 per destination",
    "over 10/h per source destination",
  ),
  "conns per source": conditions("conns > 30 per source"),
  "conns per network": [onlyIn("ipv6", "conns > 30 per source/64", "conns > 30 per source/24")],
  "conns per destination": conditions("conns > 30 per destination"),
  scan: conditions("scan", "scan 21 3s low 3 high 1", "scan 40 10s low 2 high 1"),
  flags: conditions("flags syn !ack", "flags fin urg psh", "tcp/80 flags !syn"),
  length: conditions("length 100-200", "length 28"),
  mac: conditions("mac 02:00:00:aa:bb:cc", "mac !02:00:00:aa:bb:cc"),

  accept: rules("-> accept"),
  drop: rules("-> drop"),
  reject: rules(
    "-> reject",
    ...rejectAnswers
      .filter((answer) => answer !== "tcp-reset")
      .map((answer) => `-> reject with ${answer}`),
  ),
  "reject with tcp-reset": rules("tcp -> reject with tcp-reset"),
  tarpit: rules("tcp -> tarpit"),
  "… else …": rules(
    "-> tarpit else drop",
    "-> reject else drop",
    "-> reject with tcp-reset else reject else drop",
  ),
  jump: ["-> jump deeper", "from trusted -> jump deeper"].map((rule) =>
    whole(`${hosts} chain deeper { -> drop }`, "", rule),
  ),
  return: rules("-> return", "from trusted -> return"),
  add: rules("-> add source to caught", "-> add destination to caught"),
  "add … for": rules("-> add source to caught for 10m"),
  "add … for forever": rules("-> add source to caught for forever"),
  'log "…"': rules('-> log "sinbinned"'),
  count: rules("-> count"),
  "several actions on one draw": rules(
    '20% -> log "x", add source to caught',
    "20% -> add source to caught, add destination to caught, drop",
  ),
  "several actions and return on one draw": rules("20% -> add source to caught, return"),

  "list { … }": lists("ENTRIES", "count").flatMap(() => conditions("from trusted")),
  "list from": [whole('list l from "addresses.txt"', "", "from l -> drop")],
  "list timeout": [...lists("timeout 1m"), ...lists("timeout 10d"), ...lists("timeout 1m ENTRIES")],
  "list timeout with a fraction of a second": lists("timeout 1500ms"),
  "list max": lists("timeout 1h max 1000"),
  "list per": lists("timeout 1h per 64"),

  "ladder exempt": ladders("exempt trusted\nodds any 20%", "exempt trusted, caught\nodds any 20%"),
  "ladder ignore": ladders("ignore dns\nodds any 20%", "ignore dns, icmp\nodds any 20%"),
  "ladder rungs": ladders(
    "rungs one 1m\nodds any 20%",
    "rungs one 1m, two 2m, three 3m\nodds any 20%",
  ),
  "ladder odds": ladders("odds ssh 80%", "odds ssh 80%\nodds tcp/{25,587} 5%"),
  "ladder odds any": ladders("odds any 20%", "rungs one 1m\nodds any 20% 40%"),
  "ladder odds other": ladders("odds ssh 80%\nodds other 10%"),
  "ladder bin": ladders("bin sinbin 4h\nodds any 20%", "bin sinbin 4h -> drop\nodds any 20%"),
  "ladder bin log": ladders('bin sinbin 4h log "sinbinned"\nodds any 20%'),
  "ladder bin early": ladders("bin sinbin 4h early\nodds any 20%"),
  "ladder trap": ladders("trap telnet", "trap telnet, smb"),
  "ladder scan": ladders("scan 21 3s low 3 high 1"),

  hook: heads(""),
  "hook in": [
    ({ hook, family }) =>
      heads(`${hook === "output" ? "out" : "in"} wan`)[0]?.({ hook, family }) ?? "",
  ],
  "several chains at a hook": [
    ({ hook, family }) =>
      `${heads("")[0]?.({ hook, family }) ?? ""}\nchain second hook ${hook} { -> drop }`,
  ],
  "place first": heads("place first"),
  "place last": heads("place last"),
  "place after": heads('place after "defconf: fasttrack"'),
  names: [
    whole('list "ssh blacklist" timeout 1h', "", 'from "ssh blacklist" -> drop'),
    whole('list "größe, *" timeout 1h', "", 'from "größe, *" -> drop'),
  ],
  "## note": rules("\n## guessed too often\n -> drop\n"),
};
