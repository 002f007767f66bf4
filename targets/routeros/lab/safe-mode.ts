import { failure, type Trap } from "./answer.js";
import type { LabClock } from "./clock.js";
import type { Item, Store, Values } from "./store.js";
import { showTime } from "./time-text.js";

/** Something a command did to a row, with what is needed to undo it. */
export type Change =
  | { readonly kind: "added"; readonly store: Store; readonly id: string }
  | {
      readonly kind: "removed";
      readonly store: Store;
      readonly item: Item;
      readonly before: string | undefined;
    }
  | { readonly kind: "changed"; readonly store: Store; readonly item: Item }
  | {
      readonly kind: "moved";
      readonly store: Store;
      readonly id: string;
      readonly before: string | undefined;
    };

/**
 * Safe mode (RouterOS manual, "Configuration management"): one session holds it, everybody's changes are kept,
 * and they are undone unless the holder releases it. A history that runs full leaves safe mode without a word,
 * and then nothing is undone.
 */
export interface SafeMode {
  record(change: Change): void;
  /** @returns why not */
  take(session: object): Trap | undefined;
  release(session: object): Trap | undefined;
  unroll(session: object): Trap | undefined;
  isHeldBy(session: object): boolean;
  /** A connection has gone, in whatever way. */
  closed(session: object): void;
}

/** Actions that the history holds. */
const mostActions = 100;

/**
 * @param undoneAfter milliseconds from the end of the holder's connection to the undoing
 * @param changed called after each change, also after undoing
 */
export function safeMode(clock: LabClock, undoneAfter: number, changed: () => void): SafeMode {
  let holder: object | undefined;
  let changes: Change[] = [];
  const leave = (): void => {
    holder = undefined;
    changes = [];
  };
  const undoAll = (): void => {
    const undone = changes.toReversed();
    leave();
    undo(undone, clock.now());
    changed();
  };
  const ofHolder = (session: object, act: () => void): Trap | undefined => {
    if (holder !== session) return failure("safe mode is not taken by this session");
    act();
    return undefined;
  };

  return {
    record: (change) => {
      changed();
      if (holder === undefined) return;
      changes.push(change);
      if (changes.length > mostActions) leave();
    },
    take: (session) => {
      // Also while what a closed session held is still to be undone.
      if (holder !== undefined && holder !== session) {
        return failure("safe mode is already taken by another session");
      }
      holder = session;
      return undefined;
    },
    release: (session) => ofHolder(session, leave),
    unroll: (session) => ofHolder(session, undoAll),
    isHeldBy: (session) => holder === session,
    closed: (session) => {
      if (holder !== session) return;
      clock.after(undoneAfter, () => {
        if (holder === session) undoAll();
      });
    },
  };
}

/**
 * Takes back changes, the last one first. A row that comes back gets a new id: whoever kept the old one has to read
 * again. What packets did to address lists meanwhile stays.
 */
function undo(changes: readonly Change[], now: number): void {
  const renamed = new Map<string, string>();
  const current = (id: string): string => renamed.get(id) ?? id;
  const place = (id: string | undefined): string | undefined => id && current(id);
  for (const change of changes) {
    const { store } = change;
    switch (change.kind) {
      case "added":
        store.remove(current(change.id));
        break;
      case "changed": {
        const values = valuesAgain(change.item, now);
        if (values !== undefined) store.replace(current(change.item.id), values);
        break;
      }
      case "moved":
        store.move(current(change.id), place(change.before));
        break;
      case "removed": {
        const values = valuesAgain(change.item, now);
        if (values === undefined) break;
        const before = place(change.before);
        const back = store.insert(values, before) ?? store.insert(values);
        if (back !== undefined) renamed.set(change.item.id, back.id);
      }
    }
  }
}

/** @returns undefined for what would have gone by itself by now */
function valuesAgain({ values, until }: Item, now: number): Values | undefined {
  if (until === Infinity) return values;
  return until <= now ? undefined : { ...values, timeout: showTime(until - now) };
}
