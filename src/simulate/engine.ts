import type { Side, Verdict } from "../ir/ruleset.js";
import type { Span } from "../source/source-file.js";
import type { Address, Packet } from "./packet.js";

/**
 * Something that rules packets: the meaning of a policy, or a device's rules by that device's laws. Two engines
 * that are given the same packets, draws and connections must come to the same end.
 */
export interface Engine {
  /** What becomes of one packet at its hook. Times never go back. */
  play(packet: Packet): Passage;
  /** The entries that packets caused and that are still seen at a time, by the policy's names of the lists. */
  entries(at: number): Entries;
}

/** List → address → when it is seen no more, in milliseconds; Infinity for an entry without a timer. */
export type Entries = ReadonlyMap<string, ReadonlyMap<Address, number>>;

export interface Passage {
  /** Undefined when the packet goes on to whatever follows on the device. */
  readonly verdict: Verdict | undefined;
  /** Prefixes of the log lines it caused, in order. */
  readonly logs: readonly string[];
}

/** The world that an engine does not make up itself. */
export interface EngineOptions {
  readonly draws: Draws;
  readonly connections: Connections;
  /**
   * Told of every address that a rule lists, new there or not; a list by network is told by its network. Not of one
   * that finds no room.
   */
  readonly listed?: Listed | undefined;
  /** Told of every rule that is tried; costs time. */
  readonly watch?: Watch | undefined;
}

/**
 * The next draw, uniform in [0, 1), a multiple of 2^-32: then `draw × whole < part` is exact for the fractions
 * that the language can say.
 */
export type Draws = () => number;

/**
 * How many connections connection tracking knows that share this side of a packet, or its network of `length`
 * bits; the packet's own is one of them. Undefined for a packet that is not tracked.
 */
export type Connections = (
  packet: Packet,
  side: Side,
  length: number | undefined,
) => number | undefined;

/** @param list as the policy calls it */
export type Listed = (list: string, address: Address) => void;

export type Watch = (step: Step) => void;

/** A rule that was tried. */
export type Step =
  | { readonly kind: "missed"; readonly rule: Span | undefined; readonly because: string }
  | { readonly kind: "fired"; readonly rule: Span | undefined; readonly did: readonly string[] };
