import { spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** A program with its arguments; what it writes is thrown away. */
export type CommandLine = readonly [program: string, ...args: string[]];

/** Seconds after which a run is broken off. */
export const limit = 60;

/** Undefined for a run that was broken off. */
export type Cost = { readonly time: number; readonly peak: number } | undefined;

export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

/**
 * Medians of the wall-clock time of some command lines in milliseconds, start-up included. They take turns, so that
 * what else the machine does meets all of them.
 */
export function medianTimes(commands: readonly CommandLine[], rounds: number): readonly number[] {
  const times = commands.map((): number[] => []);
  for (const command of commands) run(command);
  for (let round = 0; round < rounds; round++) {
    commands.forEach((command, index) => times[index]?.push(run(command)));
  }
  return times.map(median);
}

function run([program, ...args]: CommandLine): number {
  const start = process.hrtime.bigint();
  const { status, stderr, error } = spawnSync(program, args, {
    stdio: ["ignore", "ignore", "pipe"],
    encoding: "utf8",
  });
  const time = milliseconds(start);
  if (status !== 0) throw new Error(`${program} failed: ${error?.message ?? stderr}`);
  return time;
}

function milliseconds(start: bigint): number {
  return Number(process.hrtime.bigint() - start) / 1e6;
}

/**
 * Medians of time and of peak memory of command lines that take long, in turns. One that was broken off is not run
 * again.
 */
export async function medianCosts(
  commands: readonly CommandLine[],
  rounds: number,
): Promise<readonly Cost[]> {
  const costs = commands.map((): Cost[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [index, command] of commands.entries()) {
      const sofar = costs[index];
      if (sofar !== undefined && !sofar.includes(undefined)) sofar.push(await cost(command));
    }
  }
  return costs.map((all) => {
    const ended = all.filter((one) => one !== undefined);
    if (ended.length < all.length) return undefined;
    return {
      time: median(ended.map(({ time }) => time)),
      peak: median(ended.map(({ peak }) => peak)),
    };
  });
}

/**
 * Milliseconds, and the peak of the resident memory in MiB: the kernel's own high-water mark, looked at every five
 * milliseconds, so what is taken in the last five before the end is not seen.
 */
async function cost([program, ...args]: CommandLine): Promise<Cost> {
  const start = process.hrtime.bigint();
  // A group of its own, so that a run is broken off together with the processes that it has started.
  const child = spawn(program, args, { stdio: "ignore", detached: true });
  const { pid } = child;
  if (pid === undefined)
    throw new Error(`${program} could not be started; bench/README.md says what is needed`);
  const alarm = setTimeout(() => process.kill(-pid, "SIGKILL"), limit * 1000);
  let peak = 0;
  const timer = setInterval(() => {
    peak = Math.max(peak, highWaterMark(pid));
  }, 5);
  const status = await new Promise<number | null>((resolve) => child.once("exit", resolve));
  clearInterval(timer);
  clearTimeout(alarm);
  const time = milliseconds(start);
  if (status === null && time >= limit * 1000) return undefined;
  if (status !== 0) throw new Error(`${[program, ...args].join(" ")} failed`);
  return { time, peak };
}

function highWaterMark(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    return Number(/^VmHWM:\s+(\d+) kB$/mu.exec(status)?.[1] ?? 0) / 1024;
  } catch {
    return 0; // It has ended between two looks.
  }
}
