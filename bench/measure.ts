import { spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** A program with its arguments; what it writes is thrown away. */
export type CommandLine = readonly [program: string, ...args: string[]];

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
  const time = Number(process.hrtime.bigint() - start) / 1e6;
  if (status !== 0) throw new Error(`${program} failed: ${error?.message ?? stderr}`);
  return time;
}

function median(times: readonly number[]): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

/**
 * The peak of the resident memory of one run in MiB: the kernel's own high-water mark, looked at every two
 * milliseconds, so what is taken in the last two before the end is not seen.
 */
export async function peakMemory([program, ...args]: CommandLine): Promise<number> {
  const child = spawn(program, args, { stdio: "ignore" });
  let peak = 0;
  const timer = setInterval(() => {
    peak = Math.max(peak, highWaterMark(child.pid));
  }, 2);
  await new Promise((resolve) => child.once("exit", resolve));
  clearInterval(timer);
  return peak;
}

function highWaterMark(pid: number | undefined): number {
  if (pid === undefined) return 0;
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    return Number(/^VmHWM:\s+(\d+) kB$/mu.exec(status)?.[1] ?? 0) / 1024;
  } catch {
    return 0; // It has ended between two looks.
  }
}
