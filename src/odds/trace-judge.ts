import type { Packet } from "../simulate/packet.js";
import type { SourceOdds } from "./traced-source.js";

export type TracedPacket = Omit<Packet, "hook">;

/** Works out odds packet by packet. */
export interface TraceJudge<Source> {
  readonly begin: () => Source;
  /** @param count how many connections the source has made, with this packet if it is one */
  readonly pass: (source: Source, packet: TracedPacket, count: number) => void;
  readonly odds: (source: Source) => SourceOdds;
}
