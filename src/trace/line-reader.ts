import type { Address, Packet } from "../simulate/packet.js";

/** A packet as a trace tells of it: at which hook it meets the policy is not the trace's to say. */
export type TracedPacket = Omit<Packet, "at" | "hook">;

/** What one line of a trace says. */
export type TraceLine =
  | {
      readonly kind: "packet";
      /** Milliseconds since some time that is the same for the whole trace. */
      readonly time: number;
      readonly packet: TracedPacket;
      /** The line says that the source logged in. */
      readonly isLogin?: boolean;
    }
  /** A login by a connection that an earlier line was about. */
  | { readonly kind: "login"; readonly source: Address }
  /** A line that is about no packet: a comment, another program's line of a log. */
  | { readonly kind: "aside" }
  | WrongLine;

export interface WrongLine {
  readonly kind: "wrong";
  readonly why: string;
  /** The part of the line that is wrong. */
  readonly start: number;
  readonly end: number;
}

/** Reads the lines of a trace one after the other; what a line means can depend on those before. */
export type LineReader = (line: string) => TraceLine;

/** Names of the device's interfaces as the policy calls them; undefined for others. */
export type InterfaceNames = (deviceName: string) => string | undefined;

export const aside: TraceLine = { kind: "aside" };

/** A line of which nothing can be used. */
export function wrong(line: string, why: string, part: string = line): WrongLine {
  const start = Math.max(0, line.indexOf(part));
  return { kind: "wrong", why, start, end: start + Math.max(1, part.length) };
}
