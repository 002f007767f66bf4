import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import type { Shell } from "../../targets/nftables/device/shell.js";

/** The tests' own environment, with the folders where Debian keeps what only root needs. */
export const environment: NodeJS.ProcessEnv = {
  ...process.env,
  PATH: `${process.env["PATH"] ?? ""}:/usr/sbin:/sbin`,
};

interface Answer {
  readonly id: number;
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const answer: z.ZodType<Answer> = z.object({
  id: z.number(),
  code: z.number(),
  stdout: z.string(),
  stderr: z.string(),
});

export type Ran = Omit<Answer, "id">;

/** One for each worker of vitest; it ends with that. */
let spawner: ChildProcess | undefined;
let asked = 0;
const waiting = new Map<number, (ran: Ran) => void>();

/** Runs a program to its end. */
function run(command: readonly string[], input = ""): Promise<Ran> {
  spawner ??= started();
  const id = ++asked;
  const ended = new Promise<Ran>((resolve) => waiting.set(id, resolve));
  spawner.send({ id, command, input });
  return ended;
}

function started(): ChildProcess {
  const program = fileURLToPath(new URL("spawner.mjs", import.meta.url));
  const child = fork(program, { env: environment, stdio: ["ignore", "inherit", "inherit", "ipc"] });
  child.on("message", (message) => {
    const { id, ...ran } = answer.parse(message);
    waiting.get(id)?.(ran);
    waiting.delete(id);
  });
  // Nothing is to wait for it but who asked.
  child.unref();
  child.channel?.unref();
  return child;
}

/** What a program that has to end well wrote. */
export async function output(command: readonly string[], input?: string): Promise<string> {
  const { code, stdout, stderr } = await run(command, input);
  if (code !== 0) throw new Error(`${command.join(" ")}\n${stderr}`);
  return stdout;
}

/** As `localShell` is, by {@link run}. @param by what runs it, such as `ip netns exec x` */
export function testShell(by: readonly string[]): Shell {
  return {
    run: async (script, words, input) => {
      const { code, stdout, stderr } = await run(
        [...by, "sh", "-c", script, "sinbinc", ...words],
        input,
      );
      return { kind: "ended", code, output: stdout, errors: stderr };
    },
    clock: {
      now: () => Date.now(),
      sleep: (milliseconds) => new Promise((wake) => setTimeout(wake, milliseconds)),
    },
    close: () => undefined,
  };
}
