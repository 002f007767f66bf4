import type { TravellingPacket } from "../simulate/packet.js";
import type { SourceOdds } from "./traced-source.js";

/** Works out odds packet by packet. */
export interface TraceJudge<Source> {
  readonly begin: () => Source;
  /** @param count how many connections the source has made, with this packet if it is one */
  readonly pass: (source: Source, packet: TravellingPacket, count: number) => void;
  readonly odds: (source: Source) => SourceOdds;
}
