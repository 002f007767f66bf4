import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Ran, Shell } from "./device/shell.js";
import { unreachable } from "./device/ssh-errors.js";

export { openHostDevice } from "./device/host-device.js";

/** Where one logs in; what is not said is up to the configuration of ssh. */
export interface SshPlace {
  readonly user: string | undefined;
  readonly host: string;
  readonly port: number | undefined;
}

const clock: Shell["clock"] = {
  now: () => Date.now(),
  sleep: (milliseconds) => new Promise((wake) => setTimeout(wake, milliseconds)),
};

/** The shell of this host. @param patience in milliseconds @param by what runs it, such as `ip netns exec x` */
export function localShell(patience: number, by: readonly string[] = []): Shell {
  return {
    run: async (script, words, input = "") => {
      const ended = await runProgram(
        [...by, "sh", "-c", script, "sinbinc", ...words],
        input,
        patience,
      );
      return ended.kind === "missing"
        ? { kind: "unreachable", why: "there is no `sh` here", help: "see that PATH has /bin" }
        : ended;
    },
    clock,
    close: () => undefined,
  };
}

/**
 * The shell of a host behind the system's own ssh, with that one's keys, known hosts and configuration. One connection
 * carries all that need not prove anything, so that a policy against guessers does not take this for one.
 */
export function sshShell({ user, host, port }: SshPlace, patience: number): Shell {
  const folder = mkdtempSync(join(tmpdir(), "sinbinc-ssh-"));
  const seconds = Math.ceil(patience / 1000);
  const shared = ["ControlMaster=auto", `ControlPath=${join(folder, "way")}`, "ControlPersist=120"];
  const alone = ["ControlMaster=no", "ControlPath=none"];
  const command = (options: readonly string[], words: readonly string[]): readonly string[] => [
    "ssh",
    "-T",
    ...["BatchMode=yes", `ConnectTimeout=${seconds}`, ...options].flatMap((one) => ["-o", one]),
    ...(port === undefined ? [] : ["-p", String(port)]),
    ...(user === undefined ? [] : ["-l", user]),
    ...words,
  ];
  return {
    run: async (script, words, input = "", fresh = false) => {
      const there = ["exec", "sh", "-c", ...[script, "sinbinc", ...words].map(quoted)].join(" ");
      const program = command(fresh ? alone : shared, ["--", host, there]);
      const ended = await runProgram(program, input, patience);
      if (ended.kind === "missing") {
        const help = "install the client of OpenSSH";
        return { kind: "unreachable", why: "there is no `ssh` here", help };
      }
      // ssh's own code for whatever keeps it from running the command.
      return ended.kind === "ended" && ended.code === 255 ? unreachable(ended.errors) : ended;
    },
    clock,
    close: () => {
      const [program = "", ...args] = command(shared, ["-O", "exit", "--", host]);
      spawnSync(program, args, { stdio: "ignore", timeout: 5000 });
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** For a POSIX shell: one word, whatever is in it. */
function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}

function runProgram(
  [program = "", ...args]: readonly string[],
  input: string,
  patience: number,
): Promise<Ran | { readonly kind: "missing" }> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: ["pipe", "pipe", "pipe"] });
    const output: Buffer[] = [];
    const errors: Buffer[] = [];
    let code: number | undefined;
    let quiet: NodeJS.Timeout | undefined;
    const text = (parts: readonly Buffer[]): string => Buffer.concat(parts).toString("utf8");
    const end = (how: Ran | { readonly kind: "missing" }): void => {
      clearTimeout(deadline);
      clearTimeout(quiet);
      child.stdout.destroy();
      child.stderr.destroy();
      resolve(how);
    };
    const ended = (): void => {
      end({ kind: "ended", code: code ?? 1, output: text(output), errors: text(errors) });
    };
    // A connection that ssh keeps open in the background may hold the pipes: after the exit, silence is the end.
    const waitForQuiet = (): void => {
      clearTimeout(quiet);
      if (code !== undefined) quiet = setTimeout(ended, 300);
    };
    const deadline = setTimeout(() => {
      child.kill("SIGKILL");
      end({ kind: "silent", seconds: Math.round(patience / 1000) });
    }, patience);
    child.on("error", () => {
      end({ kind: "missing" });
    });
    child.on("exit", (status) => {
      code = status ?? 1;
      waitForQuiet();
    });
    child.on("close", ended);
    child.stdout.on("data", (part: Buffer) => {
      output.push(part);
      waitForQuiet();
    });
    child.stderr.on("data", (part: Buffer) => {
      errors.push(part);
      waitForQuiet();
    });
    child.stdin.on("error", () => undefined);
    child.stdin.end(input);
  });
}
