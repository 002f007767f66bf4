import type { Packet } from "../simulate/packet.js";
import type { SourceOdds } from "./traced-source.js";

export type TracedPacket = Omit<Packet, "hook">;

/** Works out odds packet by packet. */
export interface TraceJudge<Source> {
  begin(): Source;
  /** @param count how many connections the source has made, with this packet if it is one */
  pass(source: Source, packet: TracedPacket, count: number): void;
  odds(source: Source): SourceOdds;
}
