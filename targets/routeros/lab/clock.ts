/** The time that a lab lives in, and what is to happen in it. Timers of a lab are this clock's alone. */
export interface LabClock {
  /** Milliseconds since 1970. */
  now(): number;
  /** @returns what calls it off */
  after(milliseconds: number, act: () => void): () => void;
}

/** The time of this machine. Its timers keep no process alive. */
export function systemClock(): LabClock {
  return {
    now: () => Date.now(),
    after: (milliseconds, act) => {
      const due = Date.now() + milliseconds;
      let timer: NodeJS.Timeout;
      // A timer of Node.js holds 2^31 ms, and RouterOS has intervals that are longer.
      const wait = (): void => {
        const rest = due - Date.now();
        timer = setTimeout(rest > longest ? wait : act, Math.min(Math.max(rest, 0), longest));
        timer.unref();
      };
      wait();
      return () => {
        clearTimeout(timer);
      };
    },
  };
}

const longest = 2 ** 31 - 1;

/** A time that stands still until it is told to go on. */
export interface ManualClock extends LabClock {
  /** Goes on by so much; whatever falls due on the way happens in its order, each at its own time. */
  advance(milliseconds: number): void;
}

export function manualClock(start: number = Date.UTC(2026, 0, 1)): ManualClock {
  let time = start;
  let timers: readonly { readonly due: number; readonly act: () => void }[] = [];
  return {
    now: () => time,
    after: (milliseconds, act) => {
      const timer = { due: time + Math.max(0, milliseconds), act };
      timers = [...timers, timer].sort((a, b) => a.due - b.due);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    advance: (milliseconds) => {
      const end = time + milliseconds;
      for (;;) {
        const [next, ...rest] = timers;
        if (next === undefined || next.due > end) break;
        timers = rest;
        time = next.due;
        next.act();
      }
      time = end;
    },
  };
}
