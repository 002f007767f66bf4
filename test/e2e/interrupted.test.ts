import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { linkTo, opened, ruleMenus } from "../push/rig.js";
import { program, put } from "./cli.js";

/** A push that is killed, or ended by Ctrl-C, as processes: the lab is one, the push another. */

const env = { ...process.env, SINBIN_PASSWORD: "" };

/** Long enough that a push takes a while. */
const policyOf = (second: number): string =>
  `policy edge
list trusted { 192.168.88.0/24, 127.0.0.0/8, ::1 }
list blocked { ${Array.from({ length: 1500 }, (_, index) => `198.${second}.${index >> 8}.${index & 255}`).join(", ")} }
ladder sincheck hook input {
  exempt trusted
  rungs  sin_1 ${second}s
  bin    sinbin 4h -> drop
  odds   any 50%
}
chain guard hook forward { from blocked -> drop }
`;

const folder = mkdtempSync(join(tmpdir(), "sinbinc-"));
let lab: ChildProcess;
let port = 0;

beforeAll(async () => {
  lab = spawn(process.execPath, [program, "lab", "--port", "0"], { env });
  port = await new Promise<number>((resolve) => {
    lab.stdout?.on("data", (data: Buffer) => {
      resolve(Number(/:(\d+)\s*$/u.exec(data.toString())?.[1]));
    });
  });
  const session = await opened(linkTo({ host: "127.0.0.1", port }));
  for (const comment of ["known", "count"]) {
    await session.run({
      path: "/ip/firewall/filter/add",
      attributes: { chain: "forward", action: "passthrough", comment },
    });
  }
  session.close();
});

afterAll(() => {
  lab.kill();
  rmSync(folder, { recursive: true, force: true });
});

interface Running {
  readonly child: ChildProcess;
  readonly said: () => string;
  readonly ended: Promise<number | null>;
}

function start(...args: readonly string[]): Running {
  const device = ["-d", `routeros://admin@127.0.0.1:${port}`];
  const child = spawn(process.execPath, [program, ...args, ...device], { env });
  let said = "";
  const hear = (data: Buffer): void => void (said += data.toString());
  child.stdout.on("data", hear);
  child.stderr.on("data", hear);
  const ended = once(child, "close").then(([code]) => (typeof code === "number" ? code : null));
  return { child, said: () => said, ended };
}

/** Rules that are not the policy's. */
async function foreign(): Promise<readonly unknown[]> {
  const session = await opened(linkTo({ host: "127.0.0.1", port }));
  const replies = await Promise.all(
    ruleMenus.map((menu) =>
      session.run({ path: `${menu}/print`, proplist: [".id", "chain", "action", "comment"] }),
    ),
  );
  session.close();
  return replies.flatMap((reply) => {
    if (!reply.ok) throw new Error(JSON.stringify(reply.trouble));
    return reply.rows.filter(({ comment = "" }) => !comment.startsWith("sinbin:"));
  });
}

/** Ends a push at a random moment after it has claimed the router. */
async function killed(signal: NodeJS.Signals, path: string): Promise<Running> {
  const running = start("push", path, "--yes");
  const session = await opened(linkTo({ host: "127.0.0.1", port }));
  const isBusy = async (): Promise<boolean> => {
    const reply = await session.run({ path: "/system/scheduler/print", proplist: ["name"] });
    return reply.ok && reply.rows.length > 0;
  };
  while (running.child.exitCode === null && !(await isBusy())) await setTimeout(2);
  await setTimeout(Math.random() * 40);
  running.child.kill(signal);
  session.close();
  await running.ended;
  return running;
}

/** What a router is still taking back may come between plan and push: then the push shows the plan that it has now. */
async function converge(path: string): Promise<void> {
  const again = start("push", path, "--yes");
  expect({ code: await again.ended, said: again.said() }).toMatchObject({ code: 0 });
}

test("killed at any moment, a push leaves what is not its own, and the next one converges", async () => {
  const before = await foreign();
  expect(before).toHaveLength(2);
  const paths = [18, 19].map((second) => put(folder, `edge${second}.sbn`, policyOf(second)));
  for (const [round, signal] of (["SIGINT", "SIGKILL"] as const).entries()) {
    const path = paths[round % 2] ?? "";
    const running = await killed(signal, path);
    if (signal === "SIGINT") {
      // One that was quicker than the signal has said so.
      expect(running.said()).toMatch(/interrupted: edge on .+: .+\n {2}`sinbinc plan`|^Done: /mu);
      if (!running.said().includes("Done: ")) expect(await running.ended).toBe(3);
    }
    expect(await foreign()).toEqual(before);
    await converge(path);
    expect(await start("plan", path, "--exit-code").ended).toBe(0);
    expect(await foreign()).toEqual(before);
  }
}, 60_000);

test("status --watch tells it again until Ctrl-C, and ends well", async () => {
  const running = start("status", "edge", "--watch", "1", "--json");
  while (running.said().split("\n").length < 3)
    await once(running.child.stdout ?? running.child, "data");
  running.child.kill("SIGINT");
  expect(await running.ended).toBe(0);
  const lines = running.said().trimEnd().split("\n");
  expect(lines.map((line) => JSON.parse(line).policy)).toEqual(lines.map(() => "edge"));
}, 30_000);
