import type { Ruleset, Side } from "../ir/ruleset.js";
import { addressBits } from "../net/address.js";
import type { Connections } from "./engine.js";
import { expiring, type Lasting } from "./expiring.js";
import type { Address, TravellingPacket } from "./packet.js";

/** A stand-in for connection tracking, for traces that tell of beginnings but not of ends. */
export interface ConnectionTable {
  /** A new connection that was let through. */
  open(packet: TravellingPacket): void;
  readonly count: Connections;
}

interface Question {
  readonly side: Side;
  readonly length: number | undefined;
}

interface Opened extends Lasting {
  /** When each connection ends, ascending. */
  readonly ends: number[];
}

/** @param lasting how long every connection is taken to last, in milliseconds */
export function connectionTable(ruleset: Ruleset, lasting: number): ConnectionTable {
  const questions = new Map<string, Question>();
  for (const { rules } of ruleset.chains) {
    for (const matcher of rules.flatMap(({ matchers }) => matchers)) {
      if (matcher.kind !== "connections") continue;
      const question = { side: matcher.per, length: matcher.length };
      questions.set(nameOf(question), question);
    }
  }
  const opened = expiring<string, Opened>();
  const keyOf = (question: Question, packet: TravellingPacket): string =>
    `${nameOf(question)} ${packet.family} ${String(networkOf(packet, question))}`;

  return {
    open: (packet) => {
      const end = packet.at + lasting;
      for (const question of questions.values()) {
        const key = keyOf(question, packet);
        const known = opened.find(key, packet.at);
        if (known === undefined) opened.put(key, { until: end, due: end, ends: [end] }, packet.at);
        else {
          dropEnded(known.ends, packet.at);
          known.ends.push(end);
          opened.extend(key, known, end);
        }
      }
    },
    count: (packet, side, length) => {
      if (packet.state === "invalid" || packet.state === "untracked") return undefined;
      const ends = opened.find(keyOf({ side, length }, packet), packet.at)?.ends ?? [];
      dropEnded(ends, packet.at);
      return packet.state === "new" ? ends.length + 1 : Math.max(1, ends.length);
    },
  };
}

function nameOf({ side, length }: Question): string {
  return `${side}/${String(length)}`;
}

function networkOf(packet: TravellingPacket, { side, length }: Question): Address {
  const address = packet[side];
  const bits = addressBits(packet.family);
  if (length === undefined || length >= bits) return address;
  if (typeof address === "bigint") return address >> BigInt(bits - length);
  return Math.floor(address / 2 ** (bits - length));
}

function dropEnded(ends: number[], now: number): void {
  const alive = ends.findIndex((end) => end > now);
  ends.splice(0, alive < 0 ? ends.length : alive);
}
