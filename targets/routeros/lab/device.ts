import type { Family } from "../../../src/net/family.js";
import type { Draws } from "../../../src/simulate/engine.js";
import { ruleTable } from "../simulate/rule-table.js";
import { type RouterEngine, routerEngine } from "../simulate/router-engine.js";
import { emptyRouter, type RouterState } from "../simulate/state.js";
import type { LabClock } from "./clock.js";
import { type EventLog, eventLog } from "./event-log.js";
import { ruleMenu } from "./firewall-menu.js";
import { listMenu } from "./list-menu.js";
import type { Menu } from "./menu.js";
import type { LabSettings } from "./options.js";
import { type MenuProperties, propertiesOf } from "./properties.js";
import type { MenuWorld } from "./row-commands.js";
import { safeMode, type SafeMode } from "./safe-mode.js";
import { schedulerMenu } from "./scheduler-menu.js";
import { scriptMenu } from "./script-menu.js";
import { runScript } from "./script-run.js";
import { ruleStore, type Values } from "./store.js";
import { versionOf, type LabVersion } from "./version.js";

/** The router itself, whoever talks to it and however. */
export interface Device {
  readonly settings: LabSettings;
  readonly version: LabVersion;
  readonly clock: LabClock;
  readonly started: number;
  /** What the rule engine runs on. */
  readonly state: RouterState;
  readonly menus: ReadonlyMap<string, Menu>;
  readonly safeMode: SafeMode;
  readonly log: EventLog;
  /** Runs packets through the rules. */
  readonly engine: RouterEngine;
  /** To be called after whatever changed something that outlives a restart. */
  readonly changed: () => void;
  /** For what a user does. */
  worldOf(user: string): MenuWorld;
  identity: string;
}

export function makeDevice(
  settings: LabSettings,
  clock: LabClock,
  draws: Draws,
  changed: () => void,
): Device {
  const state = emptyRouter();
  const undoing = safeMode(clock, settings.undoneAfter, changed);
  // Each packet played is of a connection of its own.
  const engine = routerEngine(state, { draws, connections: () => 1 });
  const version = versionOf(settings.version);
  const interfaces = new Set(settings.interfaces);
  const interfaceLists = new Set(settings.interfaceLists);
  const log = eventLog(clock, version.hasOldDates);
  const worldOf = (user: string): MenuWorld => ({
    safeMode: undoing,
    user,
    context: { interfaces, interfaceLists },
  });
  const menus = new Map<string, Menu>();
  const scripts = scriptMenu(knownOf("/system/script", settings.version));
  const run = ({ name = "", owner = "", ...values }: Values): void => {
    const event = values["on-event"] ?? "";
    const script = scripts.store.items().find((item) => item.values["name"] === event);
    const source = script?.values["source"] ?? event;
    const trap = runScript(source, { menus, world: worldOf(owner) });
    if (trap !== undefined) log.add("script,error", `scheduler ${name}: ${trap.message}`);
  };
  const known = knownOf("/system/scheduler", settings.version);
  const jobs = schedulerMenu(known, clock, version.hasOldDates, run);
  const firewall = families.flatMap((family) => firewallMenus(family, state, settings, clock));
  for (const menu of [...firewall, scripts, jobs]) menus.set(menu.path, menu);
  return {
    settings,
    version,
    clock,
    started: clock.now(),
    state,
    menus,
    safeMode: undoing,
    log,
    engine,
    changed,
    worldOf,
    identity: settings.identity,
  };
}

const families: readonly Family[] = ["ipv4", "ipv6"];

/** Built-in chains in which fasttrack shows what it counts. */
const dummyChains: Readonly<Record<string, readonly string[]>> = {
  filter: ["forward"],
  raw: ["prerouting"],
  mangle: ["prerouting", "forward", "postrouting"],
};

function firewallMenus(
  family: Family,
  state: RouterState,
  settings: LabSettings,
  clock: LabClock,
): readonly Menu[] {
  const { quirks, fasttrack } = settings;
  const version = versionOf(settings.version);
  const root = family === "ipv4" ? "/ip/firewall" : "/ipv6/firewall";
  const { lists, filter, raw } = state[family];
  const tables = { filter, raw, mangle: ruleTable() };
  const rules = Object.entries(tables).map(([name, table]) => {
    const path = `${root}/${name}`;
    const dummies = fasttrack && family === "ipv4" ? (dummyChains[name] ?? []) : [];
    const store = ruleStore(table);
    const known = knownOf(path, settings.version);
    return ruleMenu({ path, family, known, store, lists, clock, dummies, quirks });
  });
  const path = `${root}/address-list`;
  const known = knownOf(path, settings.version);
  return [...rules, listMenu(path, family, known, lists, clock, version.hasOldDates)];
}

function knownOf(path: string, version: string): MenuProperties {
  const known = propertiesOf(path, version);
  if (known === undefined) throw new Error(`no menu ${path} in the schema`);
  return known;
}
