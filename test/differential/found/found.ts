import type { Packet } from "../../../src/simulate/packet.js";

/** What a differential test has found, as small as it became: what must happen with each packet, or which code is told. */
export type Found =
  | {
      readonly policy: string;
      readonly packets: readonly Partial<Packet>[];
      readonly seen: readonly string[];
    }
  | { readonly policy: string; readonly refused: string };
