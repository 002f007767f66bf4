/** What a packet costs in example 01, beside the same ladder written by hand and beside no rules. */
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { median } from "./measure.js";
import { compile, handWritten, ladder, namespace, sender } from "./places.js";

const rounds = 11;
const packets = 100_000;

const kinds = [
  { name: "established", words: "established: 1000 flows of UDP that this host began" },
  { name: "new", words: "new: TCP SYN, each of another source on no list" },
  { name: "listed", words: "binned: TCP SYN of 1000 sources in the bin" },
] as const;

/** A ruleset, and the set that is its bin. */
interface Contestant {
  readonly ruleset: string | undefined;
  readonly bin: string | undefined;
}

/**
 * Stands behind every ruleset: what has come so far is counted and ends here, so that no socket and no answer is
 * measured.
 */
const end = `table inet end {
  chain input {
    type filter hook input priority 100; policy drop;
    meta l4proto { tcp, udp } counter
  }
}
`;

/** Any rule that asks for the state switches connection tracking on: half of what a ladder costs. */
const trackingOnly = `table inet tracking {
  chain input {
    type filter hook input priority 0;
    ct state invalid counter
  }
}
`;

export function packetRows(folder: string): readonly string[] {
  const flood = join(folder, "flood");
  succeed("cc", "-O2", "-Wall", "-Wextra", "-o", flood, sender);
  const ours = join(folder, "ours.nft");
  succeed(...compile(ladder, ours));
  const tracking = join(folder, "tracking.nft");
  writeFileSync(tracking, trackingOnly);
  writeFileSync(join(folder, "end.nft"), end);
  const contestants = {
    empty: { ruleset: undefined, bin: undefined },
    tracking: { ruleset: tracking, bin: undefined },
    byHand: { ruleset: handWritten, bin: "edge bin4" },
    ours: { ruleset: ours, bin: "sinbin_edge list_sinbin_4" },
  } as const;
  const measure = (contestant: Contestant, kind: string): number =>
    Number(succeed(...namespace, "sh", "-e", "-c", script(folder, flood, contestant, kind)));

  const rows = kinds.map(({ name, words }) => {
    const taken = Array.from({ length: rounds }, () => ({
      empty: measure(contestants.empty, name),
      tracking: measure(contestants.tracking, name),
      byHand: measure(contestants.byHand, name),
      ours: measure(contestants.ours, name),
    }));
    const ns = (of: keyof typeof contestants): string =>
      median(taken.map((round) => round[of])).toFixed(0);
    const ratios = (of: keyof typeof contestants): readonly number[] =>
      taken.map((round) => round.ours / round[of]).toSorted((a, b) => a - b);
    const byHand = ratios("byHand");
    const [low = NaN, high = NaN] = [byHand[2], byHand.at(-3)];
    return [
      "",
      words,
      ns("empty"),
      ns("tracking"),
      ns("byHand"),
      ns("ours"),
      `${median(byHand).toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`,
      median(ratios("empty")).toFixed(2),
      "",
    ].join(" | ");
  });
  return [
    "| packets | no rules | tracking only | by hand | sinbinc | sinbinc / by hand | sinbinc / no rules |",
    "| --- | --- | --- | --- | --- | --- | --- |",
    ...rows.map((row) => row.trim()),
  ];
}

/** In a namespace of its own: a device, the rules, the sources of the bin, and the packets. */
function script(folder: string, flood: string, { ruleset, bin }: Contestant, kind: string): string {
  const elements = Array.from({ length: 1000 }, (_, index) => {
    return `11.0.${(index + 1) >> 8}.${(index + 1) & 255}`;
  });
  return [
    "ip link set lo up",
    "ip tuntap add tun0 mode tun",
    "ip address add 10.0.0.1/32 dev tun0",
    "ip link set tun0 up",
    "ip route add default dev tun0",
    ...(ruleset === undefined ? [] : [`nft -f '${ruleset}'`]),
    ...(bin === undefined || kind !== "listed"
      ? []
      : [`nft 'add element inet ${bin} { ${elements.join(", ")} }'`]),
    `nft -f '${join(folder, "end.nft")}'`,
    `'${flood}' tun0 ${kind} ${packets}`,
  ].join("\n");
}

function succeed(program: string, ...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${program} failed: ${stderr}`);
  return stdout;
}
