import { ruleTable } from "../simulate/rule-table.js";
import { parseRouterTime } from "../simulate/router-time.js";
import type { Pairs } from "./answer.js";
import type { LabClock } from "./clock.js";
import type { Menu } from "./menu.js";
import type { MenuProperties } from "./properties.js";
import { standingPolicy } from "./policies.js";
import { nameTaken, uniqueNames } from "./script-menu.js";
import { type Item, ruleStore, type Store, type Values } from "./store.js";
import { showDate } from "./time-text.js";

/**
 * `/system/scheduler`: each row runs its `on-event` whenever its interval is over, counted from when it was made or
 * its interval was last set. Rows without an interval never run here: `start-time` is kept and shown, no more.
 */
export function schedulerMenu(
  known: MenuProperties,
  clock: LabClock,
  oldDates: boolean,
  run: (values: Values) => void,
): Menu {
  const rows = ruleStore(ruleTable());
  const timers = new Map<string, Timer>();
  const store = armed(uniqueNames(rows), timers, clock, run);
  return {
    path: "/system/scheduler",
    family: "ipv4",
    commands: known.commands,
    properties: known.properties,
    store,
    builtIn: [],
    required: ["name"],
    standing: (user) => {
      const [date = "", time = ""] = showDate(clock.now(), oldDates).split(" ");
      const start = { "start-date": date, "start-time": time };
      return { ...start, interval: "0s", owner: user, policy: standingPolicy, "on-event": "" };
    },
    isNamed: true,
    faultOf: () => undefined,
    refusal: nameTaken,
    shower: () => (item) => showJob(item, timers.get(item.id), oldDates),
  };
}

interface Timer {
  /** Undefined while it does not run. */
  readonly next: number | undefined;
  runs: number;
  stop(): void;
}

/** A store whose rows run. */
function armed(
  store: Store,
  timers: Map<string, Timer>,
  clock: LabClock,
  run: (values: Values) => void,
): Store {
  const arm = (id: string, runs: number): void => {
    timers.get(id)?.stop();
    const { interval = "0s", disabled } = store.item(id)?.values ?? {};
    const milliseconds = parseRouterTime(interval) ?? 0;
    if (milliseconds === 0 || disabled === "true") {
      timers.set(id, { next: undefined, runs, stop: () => undefined });
      return;
    }
    const stop = clock.after(milliseconds, () => {
      const item = store.item(id);
      if (item === undefined) return;
      // First the next time, so that a script may remove its own row, or set another interval.
      arm(id, runs + 1);
      run(item.values);
    });
    timers.set(id, { next: clock.now() + milliseconds, runs, stop });
  };
  return {
    ...store,
    insert: (values, before) => {
      const item = store.insert(values, before);
      if (item !== undefined) arm(item.id, 0);
      return item;
    },
    replace: (id, values) => {
      const before = store.item(id)?.values;
      if (!store.replace(id, values)) return false;
      const isSame = ["interval", "disabled"].every((name) => before?.[name] === values[name]);
      if (!isSame) arm(id, timers.get(id)?.runs ?? 0);
      return true;
    },
    remove: (id) => {
      timers.get(id)?.stop();
      timers.delete(id);
      return store.remove(id);
    },
  };
}

function showJob({ id, values }: Item, timer: Timer | undefined, oldDates: boolean): Pairs {
  const { name = "", interval = "", owner = "", policy = "", comment } = values;
  const pairs: (readonly [string, string])[] = [
    [".id", id],
    ["name", name],
    ["start-date", values["start-date"] ?? ""],
    ["start-time", values["start-time"] ?? ""],
    ["interval", interval],
    ["on-event", values["on-event"] ?? ""],
    ["owner", owner],
    ["policy", policy],
    ["run-count", String(timer?.runs ?? 0)],
  ];
  if (timer?.next !== undefined) pairs.push(["next-run", showDate(timer.next, oldDates)]);
  pairs.push(["disabled", values["disabled"] ?? "false"]);
  if (comment !== undefined) pairs.push(["comment", comment]);
  return pairs;
}
