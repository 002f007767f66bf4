import { type Answer, done, type Pairs, type Trap, trapOf, trapped } from "./answer.js";
import type { Device } from "./device.js";
import type { Menu } from "./menu.js";
import { play } from "./play.js";
import { printRows, wantedRows } from "./print.js";
import type { Request } from "./request.js";
import { rowCommands, rowsNamed } from "./row-commands.js";
import { runScript } from "./script-run.js";
import { showTime } from "./time-text.js";
import { type LabUser, may, notPermitted, type Policy } from "./user.js";

/** Who asks: the connection, to which safe mode is bound, and the user. */
export interface Caller {
  readonly session: object;
  readonly user: LabUser;
}

/** Runs one command of a user who has logged in. */
export function runCommand(device: Device, request: Request, caller: Caller): Answer {
  const menu = device.menus.get(request.menu);
  if (menu !== undefined) {
    if (!menu.commands.has(request.command)) return trapped(noSuchCommand);
    if (request.command === "print") {
      return permitted(caller, "read", () => printRows(menu, request));
    }
    if (request.menu === "/system/script" && request.command === "run") {
      return permitted(caller, "write", () => runNamed(device, menu, request, caller));
    }
    const command = rowCommands[request.command];
    if (command === undefined) return trapped(unmodelled(request));
    return permitted(caller, "write", () =>
      command(menu, request, device.worldOf(caller.user.name)),
    );
  }
  const commands = systemCommands[request.menu];
  if (commands === undefined || (request.menu === "/safe-mode" && !device.version.hasSafeMode)) {
    return trapped(trapOf("no such command prefix", "missing"));
  }
  const command = commands[request.command];
  if (command === undefined) return trapped(noSuchCommand);
  return permitted(caller, command.policy, () => command.run(device, request, caller));
}

function permitted(caller: Caller, policy: Policy, run: () => Answer): Answer {
  return may(caller.user, policy) ? run() : trapped(notPermitted);
}

/** `/system/script/run`, which takes `.id` alone: the id, or the script's name. */
function runNamed(device: Device, menu: Menu, request: Request, { user }: Caller): Answer {
  const other = [...request.attributes.keys()].find((name) => name !== ".id");
  if (other !== undefined) return trapped(trapOf(`unknown parameter ${other}`, "missing"));
  const rows = rowsNamed(menu, request);
  if (!rows.ok) return trapped(rows.trap);
  for (const { values } of rows.value) {
    const around = { menus: device.menus, world: device.worldOf(user.name) };
    const trap = runScript(values["source"] ?? "", around);
    if (trap !== undefined) return trapped(trap);
  }
  return done;
}

const noSuchCommand: Trap = trapOf("no such command", "missing");

/** RouterOS has it, this lab has not: said aloud rather than answered wrongly. */
function unmodelled({ menu, command }: Request): Trap {
  return trapOf(`this lab does not model ${menu}/${command}`);
}

interface SystemCommand {
  readonly policy: Policy;
  run(device: Device, request: Request, caller: Caller): Answer;
}

type SystemCommands = Readonly<Record<string, SystemCommand | undefined>>;

/** Menus without rows of their own. */
const systemCommands: Readonly<Record<string, SystemCommands | undefined>> = {
  "/system/resource": { print: printing(resourceOf) },
  "/system/identity": {
    print: printing((device) => [[["name", device.identity]]]),
    set: {
      policy: "write",
      run: (device, { attributes }) => {
        const other = [...attributes.keys()].find((name) => name !== "name");
        if (other !== undefined) return trapped(trapOf(`unknown parameter ${other}`, "missing"));
        device.identity = attributes.get("name") ?? device.identity;
        device.changed();
        return done;
      },
    },
  },
  "/log": {
    print: printing(({ log }) => log.rows()),
  },
  // Read only, and empty: clients look here for other users of a list.
  "/ip/firewall/nat": {
    print: printing(() => []),
  },
  "/interface": {
    print: printing(({ settings }) => settings.interfaces.map(namedRow)),
  },
  "/interface/list": {
    print: printing(({ settings }) => settings.interfaceLists.map(namedRow)),
  },
  // Not RouterOS's: see play.ts.
  "/sinbin/lab": {
    play: {
      policy: "write",
      run: (device, { attributes }) => {
        const answer = play(attributes, device.engine, device.clock.now());
        device.changed();
        return answer;
      },
    },
  },
  "/safe-mode": {
    take: safely((device, { session }) => device.safeMode.take(session)),
    release: safely((device, { session }) => device.safeMode.release(session)),
    unroll: safely((device, { session }) => device.safeMode.unroll(session)),
    get: {
      policy: "read",
      run: (device, _request, { session }) => ({
        kind: "done",
        ret: String(device.safeMode.isHeldBy(session)),
      }),
    },
  },
};

function printing(rows: (device: Device) => readonly Pairs[]): SystemCommand {
  return {
    policy: "read",
    run: (device, request) => ({ kind: "rows", rows: wantedRows(rows(device), request) }),
  };
}

function safely(act: (device: Device, caller: Caller) => Trap | undefined): SystemCommand {
  return {
    policy: "write",
    run: (device, _request, caller) => {
      const trap = act(device, caller);
      return trap === undefined ? done : trapped(trap);
    },
  };
}

function resourceOf({ clock, started, version }: Device): readonly Pairs[] {
  const uptime = Math.floor((clock.now() - started) / 1000) * 1000;
  return [
    [
      ["uptime", showTime(uptime)],
      ["version", version.shown],
      ["architecture-name", "x86_64"],
      ["board-name", "sinbinc lab"],
      ["platform", "MikroTik"],
    ],
  ];
}

function namedRow(name: string, index: number): Pairs {
  return [
    [".id", `*${(index + 1).toString(16).toUpperCase()}`],
    ["name", name],
  ];
}
