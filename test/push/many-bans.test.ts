import { beforeAll, expect, test } from "vitest";
import { type Lab, startLab } from "../../targets/routeros/lab/index.js";
import { type Run, run } from "../cli/fake-host.js";
import { type FaultProxy, faultProxy } from "../lab/fault-proxy.js";

/** A router under attack: 100,000 addresses are banned while a policy is planned, pushed, asked for and changed. */

const many = 100_000;

const policy = (odds: number): string => `policy edge
list trusted { 127.0.0.0/8, ::1 }
ladder sincheck hook input {
  exempt trusted
  rungs  sin_1 1m
  bin    sinbin 4h -> drop
  odds   any ${odds}%
}
`;

let lab: Lab;
beforeAll(async () => {
  lab = await startLab();
  return () => lab.stop();
});

interface Cost {
  readonly told: Run;
  readonly sentences: FaultProxy["sentences"];
  /** Bytes of replies. */
  readonly read: number;
}

async function sinbinc(odds: number, ...args: readonly string[]): Promise<Cost> {
  const proxy = await faultProxy(lab);
  const device = ["-d", `routeros://admin@127.0.0.1:${proxy.port}`];
  const setup = { files: { "edge.sbn": policy(odds) }, env: { SINBIN_PASSWORD: "" } };
  const told = await run([...args, ...device], setup);
  await proxy.stop();
  return { told, sentences: proxy.sentences, read: proxy.replied };
}

function banned(): number {
  return lab.rows("/ip/firewall/address-list").filter(({ list }) => list === "sinbin").length;
}

test("neither plan nor push reads a ban, and none is lost", async () => {
  expect((await sinbinc(50, "push", "edge.sbn", "--yes")).told.code).toBe(0);
  const calm = {
    plan: await sinbinc(60, "plan", "edge.sbn"),
    // There and back, so that the next one has the same to do.
    push: await sinbinc(60, "push", "edge.sbn", "--yes"),
    back: await sinbinc(50, "push", "edge.sbn", "--yes"),
  };
  const address = (index: number): string =>
    `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`;
  const addresses = Array.from({ length: many }, (_, index) => address(index));
  lab.learn("sinbin", addresses, 14_400_000);
  expect(banned()).toBe(many);

  const plan = await sinbinc(60, "plan", "edge.sbn");
  expect(plan.told.out).toBe(calm.plan.told.out.replaceAll(/127\.0\.0\.1:\d+/gu, place(plan)));
  expect(commands(plan)).toEqual(commands(calm.plan));
  expect(Math.abs(plan.read - calm.plan.read)).toBeLessThan(200);
  const push = await sinbinc(60, "push", "edge.sbn", "--yes");
  expect([push.told.code, push.told.err.includes("Done")]).toEqual([0, true]);
  expect(commands(push).toSorted()).toEqual(commands(calm.push).toSorted());
  expect(Math.abs(push.read - calm.push.read)).toBeLessThan(1000);
  expect(banned()).toBe(many);
});

test("status finds one among them, ban adds one, forgive lets one go", async () => {
  const { told } = await sinbinc(60, "status", "edge", "--address", "10.1.2.3");
  expect(told.out).toContain("on sinbin: 10.1.2.3 for ");
  const status = await sinbinc(60, "status", "edge");
  expect(status.told.out).toContain(`sinbin: ${many} entries`);
  // As many as a person reads.
  expect(status.told.out.split("\n").length).toBeLessThan(100);
  const ban = await sinbinc(60, "ban", "edge", "203.0.113.7");
  expect([ban.told.out, ban.read < 10_000]).toEqual(["203.0.113.7 is on sinbin for 4h\n", true]);
  const forgive = await sinbinc(60, "forgive", "edge", "10.1.2.3");
  expect([forgive.told.out.includes("10.1.2.3 is off sinbin"), forgive.read < 10_000]).toEqual([
    true,
    true,
  ]);
  expect(banned()).toBe(many);
});

function commands({ sentences }: Cost): readonly string[] {
  return sentences.map(([command = ""]) => command);
}

/** The name of the device, which has another port each time. */
function place({ told }: Cost): string {
  return /127\.0\.0\.1:\d+/u.exec(told.out)?.[0] ?? "";
}
