import { formatAddress } from "../net/address.js";
import { verdictText } from "../simulate/actions.js";
import type { Step } from "../simulate/engine.js";
import type { TravellingPacket } from "../simulate/packet.js";
import type { HookPassage, ReplayOptions } from "../simulate/replay.js";
import { originOf } from "../source/source-file.js";
import { table } from "../explain/table.js";
import type { Host as Address } from "../trace/addresses.js";

export function wayHeading(
  { family, address }: Address,
  { runs, seed }: Pick<ReplayOptions, "runs" | "seed">,
): readonly string[] {
  return [`${formatAddress(family, address)}, run 1 of ${runs}, seed ${seed}`];
}

/** One packet, what every rule did with it or why it did nothing, and what became of it. */
export function wayLines(
  packet: TravellingPacket,
  passages: readonly HookPassage[],
  steps: readonly Step[],
): readonly string[] {
  const rows = steps.map((step) => [
    step.rule === undefined ? "" : originOf(step.rule),
    step.kind === "fired" ? "fires:" : "no:",
    step.kind === "fired" ? step.did.join(", ") || "nothing to do" : step.because,
  ]);
  const ends = passages.map(
    ({ hook, verdict }) => `${hook}: ${verdict === undefined ? "goes on" : verdictText(verdict)}`,
  );
  return [
    "",
    `${packet.at / 1000} s  ${serviceText(packet)} ${packet.state}`,
    ...table(rows).map((row) => `  ${row}`),
    ...ends.map((end) => `  ${end}`),
  ];
}

function serviceText({ protocol, port, icmp }: TravellingPacket): string {
  if (icmp !== undefined) return `${protocol}/${icmp.type}:${icmp.code}`;
  return port === undefined ? protocol : `${protocol}/${port}`;
}
