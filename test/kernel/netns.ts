import { spawn, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe } from "vitest";
import { environment, output } from "./run.js";

/** One thing an attacker does. */
export interface Attempt {
  /** A source address of the attacker's: any of {@link attackerPrefixes}. */
  readonly from: string;
  readonly port: number;
  /** To the defender unless said otherwise. */
  readonly at?: "defender" | "inside";
  /** TCP unless said otherwise. */
  readonly protocol?: "tcp" | "udp";
}

/** `accepted` and `refused` have passed the firewall, `silent` has not. */
export type Verdict = "accepted" | "refused" | "silent" | "unreachable" | `error ${string}`;

/** A member of a set; times in whole seconds, undefined for a permanent one. */
export interface Member {
  readonly address: string;
  readonly timeout: number | undefined;
  readonly expires: number | undefined;
}

/** The inside is reached through the defender alone. */
export type Host = "defender" | "attacker" | "inside";

export const address = {
  defender: { ipv4: "10.99.0.1", ipv6: "2001:db8:d::1" },
  attacker: { ipv4: "10.99.0.2", ipv6: "2001:db8:d::2" },
  inside: { ipv4: "10.98.0.2", ipv6: "2001:db8:e::2" },
} as const;

/** The defender's interfaces, towards the attacker and towards the inside. */
export const link = { wan: "wan0", lan: "lan0" } as const;

interface CableEnd {
  readonly host: Host;
  readonly name: string;
  readonly ipv4: string;
  readonly ipv6: string;
}

const cables: readonly (readonly [CableEnd, CableEnd])[] = [
  [
    { host: "defender", name: link.wan, ...address.defender },
    { host: "attacker", name: "out0", ...address.attacker },
  ],
  [
    { host: "defender", name: link.lan, ipv4: "10.98.0.1", ipv6: "2001:db8:e::1" },
    { host: "inside", name: "in0", ...address.inside },
  ],
];

/** All the attacker's own; the last two are what example 01 trusts. */
const attackerPrefixes: readonly string[] = [
  "198.18.0.0/15",
  "2001:db8:a::/64",
  "192.168.88.0/24",
  "2001:db8:1::/48",
];

/** Three hosts of their own, joined by cables: throw-away network namespaces. */
export interface Lab {
  readonly id: string;
  /** The network namespace that it is. */
  space(host: Host): string;
  run(host: Host, command: string, ...args: string[]): Promise<string>;
  /** Starts a program without its output. @returns what ends it; it ends with the lab, too */
  begin(host: Host, command: string, ...args: string[]): () => Promise<void>;
  /** What `nft -f` does with a text on the defender. */
  load(text: string): Promise<void>;
  /** All attempts, many at a time; the verdicts are in their order. @param patience in ms */
  attempt(attempts: readonly Attempt[], patience?: number): Promise<readonly Verdict[]>;
  /** One after the other, each when the one before has its verdict. */
  inTurn(attempts: readonly Attempt[], patience?: number): Promise<readonly Verdict[]>;
  /** From the defender, to addresses of the attacker's or its own. */
  attemptFromInside(
    targets: readonly { readonly to: string; readonly port: number }[],
    patience?: number,
  ): Promise<readonly Verdict[]>;
  members(table: string, set: string): Promise<readonly Member[]>;
  /** Starts an echo server; it ends with the lab. */
  listen(host: Host, port: number): Promise<void>;
  close(): void;
}

const required = process.env["SINBIN_REQUIRE_ALL"] === "1";
let labs = 0;

/** Why no lab can be made here. */
function missing(): string | undefined {
  const name = `sbn${String(process.pid)}try`;
  const steps = [
    ["ip", "netns", "add", name],
    ["ip", "netns", "exec", name, "nft", "list", "ruleset"],
  ];
  try {
    for (const [command = "", ...args] of steps) {
      const { status, error, stderr } = spawnSync(command, args, {
        env: environment,
        encoding: "utf8",
      });
      if (error !== undefined) return `${command} is not installed`;
      if (status !== 0) return stderr.trim();
    }
    return undefined;
  } finally {
    spawnSync("ip", ["netns", "delete", name], { env: environment });
  }
}

/** Whether tests may rely on a program; where nothing may be skipped, it has to be there. */
export function hasProgram(name: string): boolean {
  return required || spawnSync(name, ["-v"], { env: environment }).error === undefined;
}

/** A group of tests that need the kernel: skipped where they cannot run, unless nothing may be skipped. */
export function describeOnKernel(name: string, body: () => void): void {
  const why = required ? undefined : missing();
  describe.skipIf(why !== undefined)(why === undefined ? name : `${name} (${why})`, body);
}

export async function openLab(): Promise<Lab> {
  const id = `sbn${String(process.pid)}n${String(++labs)}`;
  const spaces = { defender: `${id}d`, attacker: `${id}a`, inside: `${id}i` };
  const children = new Set<ReturnType<typeof spawn>>();
  const close = (): void => {
    process.off("exit", close);
    for (const child of children) child.kill("SIGKILL");
    for (const space of Object.values(spaces)) {
      spawnSync("ip", ["netns", "delete", space], { env: environment });
    }
  };
  process.on("exit", close);

  const run: Lab["run"] = (host, command, ...args) =>
    output(["ip", "netns", "exec", spaces[host], command, ...args]);

  const connecting = async (
    host: Host,
    attempts: readonly (Attempt & { readonly to: string })[],
    patience: number,
    parallel: number,
  ): Promise<readonly Verdict[]> => {
    const program = fileURLToPath(new URL("./connect.mjs", import.meta.url));
    const told = JSON.stringify({ attempts, patience, parallel });
    const command = ["ip", "netns", "exec", spaces[host], process.execPath, program];
    return JSON.parse(await output(command, told)) as Verdict[];
  };
  const towards = (attempts: readonly Attempt[]): readonly (Attempt & { to: string })[] =>
    attempts.map((one) => ({
      ...one,
      to: address[one.at ?? "defender"][one.from.includes(":") ? "ipv6" : "ipv4"],
    }));

  const lab: Lab = {
    id,
    space: (host) => spaces[host],
    run,
    begin: (host, command, ...args) => {
      const whole = ["netns", "exec", spaces[host], command, ...args];
      const child = spawn("ip", whole, { env: environment, stdio: "ignore" });
      children.add(child);
      const ended = new Promise<void>((resolve) => {
        child.once("close", () => {
          children.delete(child);
          resolve();
        });
      });
      return () => {
        child.kill();
        return ended;
      };
    },
    load: async (text) => {
      await output(["ip", "netns", "exec", spaces.defender, "nft", "-f", "-"], text);
    },
    attempt: (attempts, patience = 400) =>
      connecting("attacker", towards(attempts), patience, Math.min(attempts.length, 400)),
    inTurn: (attempts, patience = 400) => connecting("attacker", towards(attempts), patience, 1),
    attemptFromInside: (targets, patience = 400) => {
      const attempts = targets.map(({ to, port }) => ({
        from: to.includes(":") ? address.defender.ipv6 : address.defender.ipv4,
        to,
        port,
      }));
      return connecting("defender", attempts, patience, Math.min(attempts.length, 100));
    },
    members: async (table, set) =>
      membersIn(await run("defender", "nft", "-j", "list", "set", "inet", table, set)),
    listen: async (host, port) => {
      const program = fileURLToPath(new URL("./listen.mjs", import.meta.url));
      const args = ["netns", "exec", spaces[host], process.execPath, program, String(port)];
      const child = spawn("ip", args, { env: environment, stdio: ["ignore", "pipe", "inherit"] });
      children.add(child);
      await new Promise((resolve) => child.stdout.once("data", resolve));
    },
    close,
  };
  try {
    await join(spaces, run);
  } catch (error) {
    close();
    throw error;
  }
  return lab;
}

/** Cables, addresses, and a route back to the thousands that the attacker answers for (AnyIP): a script for each host. */
async function join(spaces: Record<Host, string>, run: Lab["run"]): Promise<void> {
  const scripts: Record<Host, string[]> = { defender: [], attacker: [], inside: [] };
  const set = (host: Host, key: string, value: number): void => {
    scripts[host].push(`echo ${String(value)} > /proc/sys/${key}`);
  };
  const ends = ({ host, name }: CableEnd): string => `${name} netns ${spaces[host]}`;
  await output([
    "sh",
    "-ec",
    [
      ...Object.values(spaces).map((space) => `ip netns add ${space}`),
      ...cables.map(
        ([one, other]) => `ip link add ${ends(one)} type veth peer name ${ends(other)}`,
      ),
    ].join("\n"),
  ]);
  for (const script of Object.values(scripts)) script.push("ip link set lo up");
  for (const { host, name, ipv4, ipv6 } of cables.flat()) {
    // Without the wait for duplicates of a link-local address, IPv6 works at once.
    set(host, `net/ipv6/conf/${name}/accept_dad`, 0);
    scripts[host].push(
      `ip link set ${name} up`,
      `ip address add ${ipv4}/24 dev ${name}`,
      `ip address add ${ipv6}/64 dev ${name} nodad`,
    );
  }
  for (const prefix of attackerPrefixes) {
    const back = prefix.includes(":") ? address.attacker.ipv6 : address.attacker.ipv4;
    scripts.attacker.push(`ip route add local ${prefix} dev lo`);
    scripts.defender.push(`ip route add ${prefix} via ${back}`);
  }
  for (const [near, far] of cables) {
    scripts[far.host].push(`ip route add default via ${near.ipv4}`);
    scripts[far.host].push(`ip route add default via ${near.ipv6}`);
  }
  set("attacker", "net/ipv6/ip_nonlocal_bind", 1);
  set("defender", "net/ipv4/ip_forward", 1);
  set("defender", "net/ipv6/conf/all/forwarding", 1);
  // Answers to closed UDP ports are verdicts here; they must not be rationed.
  set("defender", "net/ipv4/icmp_ratelimit", 0);
  set("defender", "net/ipv6/icmp/ratelimit", 0);
  // One after the other: the far ends of the cables have to be up for a route over them.
  for (const host of ["defender", "attacker", "inside"] as const) {
    await run(host, "sh", "-ec", scripts[host].join("\n"));
  }
}

function membersIn(json: string): readonly Member[] {
  const { nftables } = JSON.parse(json) as {
    nftables: { set?: { elem?: (string | { elem: Record<string, unknown> })[] } }[];
  };
  const elements = nftables.flatMap(({ set }) => set?.elem ?? []);
  return elements.map((element): Member => {
    if (typeof element === "string") {
      return { address: element, timeout: undefined, expires: undefined };
    }
    const { val, timeout, expires } = element.elem;
    return {
      address: String(val),
      timeout: typeof timeout === "number" ? timeout : undefined,
      expires: typeof expires === "number" ? expires : undefined,
    };
  });
}
