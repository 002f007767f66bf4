/**
 * The same rules, made by a seeded generator, in the languages of three compilers: ours, ferm's and Capirca's. Only
 * what all three can say: addresses and networks of both families, TCP ports, connection states, two verdicts.
 */
import { addresses, random } from "./policies.js";

interface Rule {
  readonly side: "from" | "to";
  readonly network: string;
  readonly ports: readonly number[];
  readonly state: "new" | "established" | undefined;
  readonly verdict: "drop" | "accept";
}

/** So many rules of five kinds, each kind equally likely. */
export function commonRules(count: number, seed = 3): readonly Rule[] {
  const draw = random(seed);
  const below = (limit: number): number => Math.floor(draw() * limit);
  const host = (): string => `${1 + below(223)}.${below(256)}.${below(256)}.${below(256)}/32`;
  const network = (): string => `${1 + below(223)}.${below(256)}.${below(256)}.0/24`;
  const bare = { side: "from", ports: [], state: undefined, verdict: "drop" } as const;
  const kinds: readonly (() => Rule)[] = [
    () => ({ ...bare, network: host() }),
    () => ({ ...bare, network: network(), ports: [1 + below(65535)], verdict: "accept" }),
    () => ({
      ...bare,
      network: network(),
      ports: [1 + below(30000), 30001 + below(30000)],
      state: "new",
      verdict: "accept",
    }),
    () => ({ ...bare, side: "to", network: network(), state: "established", verdict: "accept" }),
    () => ({ ...bare, network: `2001:db8:${below(65536).toString(16)}::/48` }),
  ];
  return Array.from({ length: count }, () => kinds[below(kinds.length)]?.() ?? fail());
}

function fail(): never {
  throw new Error("no such kind");
}

export function asOurs(rules: readonly Rule[]): string {
  const lines = rules.map(({ side, network, ports, state, verdict }) =>
    [
      " ",
      ...(state === undefined ? [] : [state === "new" ? "new" : "established,related"]),
      ...(ports.length > 0 ? [`tcp/{${ports.join(",")}}`] : state === undefined ? [] : ["tcp"]),
      `${side} ${network.replace(/[/]32$/u, "")} -> ${verdict}`,
    ].join(" "),
  );
  return `policy rules

chain guard hook input {
${lines.join("\n")}
}
`;
}

export function asFerm(rules: readonly Rule[]): string {
  const lines = rules.map(({ side, network, ports, state, verdict }) =>
    [
      `domain ${network.includes(":") ? "ip6" : "ip"} table filter chain INPUT`,
      ...(state === undefined
        ? []
        : [`mod conntrack ctstate (${state === "new" ? "NEW" : "ESTABLISHED RELATED"})`]),
      ...(ports.length === 0 && state === undefined ? [] : ["proto tcp"]),
      ...(ports.length === 1 ? [`dport ${ports.join()}`] : []),
      ...(ports.length > 1 ? [`mod multiport destination-ports (${ports.join(" ")})`] : []),
      `${side === "from" ? "saddr" : "daddr"} ${network} ${verdict === "drop" ? "DROP" : "ACCEPT"};`,
    ].join(" "),
  );
  return `${lines.join("\n")}\n`;
}

/** Capirca's policy, and the definitions it wants: every address and every port has a name there. */
export interface CapircaFiles {
  readonly policy: string;
  readonly networks: string;
  readonly services: string;
}

/**
 * For iptables-restore, as ferm's. Its generator for nftables leaves out the ports in the version that is packaged, and
 * turns a rule of the other family into one that takes every packet.
 */
function capircaHeader(family: "inet" | "inet6"): string {
  return `header {\n  target:: speedway INPUT ACCEPT ${family}\n}\n`;
}

export function asCapirca(rules: readonly Rule[]): CapircaFiles {
  const networks: string[] = [];
  const services = new Set<number>();
  const terms: Record<"inet" | "inet6", string[]> = { inet: [], inet6: [] };
  rules.forEach(({ side, network, ports, state, verdict }, index) => {
    networks.push(`N${index} = ${network}`);
    for (const port of ports) services.add(port);
    const clauses = [
      `${side === "from" ? "source" : "destination"}-address:: N${index}`,
      ...(ports.length === 0
        ? []
        : ["protocol:: tcp", `destination-port:: ${ports.map((port) => `S${port}`).join(" ")}`]),
      // Its language has no state "new" alone: what it accepts is also what is established.
      ...(state === "established" ? ["protocol:: tcp", "option:: established"] : []),
      `action:: ${verdict === "drop" ? "deny" : "accept"}`,
    ];
    terms[network.includes(":") ? "inet6" : "inet"].push(
      `term t${index} {\n  ${clauses.join("\n  ")}\n}\n`,
    );
  });
  return {
    policy: [
      capircaHeader("inet"),
      ...terms.inet,
      ...(terms.inet6.length === 0 ? [] : [capircaHeader("inet6"), ...terms.inet6]),
    ].join(""),
    networks: `${networks.join("\n")}\n`,
    services: Array.from(services, (port) => `S${port} = ${port}/tcp\n`).join(""),
  };
}

/** The list of `longList` and its one rule; ferm has no sets, so there the one rule stands for as many. */
export function listAsFerm(count: number): string {
  const lines = addresses(count).join("\n  ");
  return `domain ip table filter chain INPUT saddr (\n  ${lines}\n) DROP;\n`;
}

export function listAsCapirca(count: number): CapircaFiles {
  return {
    policy: `${capircaHeader("inet")}term blocked {\n  source-address:: BLOCKED\n  action:: deny\n}\n`,
    networks: `BLOCKED = ${addresses(count).join("/32\n          ")}/32\n`,
    services: "UNUSED = 1/tcp\n",
  };
}
