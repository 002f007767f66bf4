import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fleetDocument } from "../../src/cli/fleet/fleet-document.js";
import { type Lab, startLab } from "../../targets/routeros/lab/index.js";
import { program, put } from "./cli.js";

/** A push to several devices that is ended by Ctrl-C: the push is a process, the labs are here. */

const folder = mkdtempSync(join(tmpdir(), "sinbinc-"));
const labs: Lab[] = [];

beforeAll(async () => {
  for (const version of ["7.24", "6.49", "7.16"]) labs.push(await startLab({ version }));
  const devices = labs.map(
    ({ port }, index) => `[devices.d${index}]\nurl = "routeros://127.0.0.1:${port}"\n`,
  );
  put(folder, "sinbin.toml", `[defaults]\npolicy = "edge.sbn"\n${devices.join("")}`);
  const blocked = Array.from({ length: 3000 }, (_, index) => `198.18.${index >> 8}.${index & 255}`);
  put(
    folder,
    "edge.sbn",
    `policy edge\nlist trusted { 127.0.0.0/8 }\nlist blocked { ${blocked.join(", ")} }\nchain c hook input { from trusted -> accept  from blocked -> drop }\n`,
  );
});
afterAll(async () => {
  for (const lab of labs) await lab.stop();
  rmSync(folder, { recursive: true, force: true });
});

test("Ctrl-C tells the state of each, and begins none after it", async () => {
  const child = spawn(process.execPath, [program, "push", "-g", "all", "--yes", "--json"], {
    cwd: folder,
    env: { ...process.env, SINBIN_PASSWORD: "" },
  });
  let out = "";
  let err = "";
  child.stdout.on("data", (data: Buffer) => (out += data.toString()));
  child.stderr.on("data", (data: Buffer) => (err += data.toString()));
  const ended = once(child, "close");
  while (child.exitCode === null && labs[0]?.rows("/system/scheduler").length === 0)
    await setTimeout(1);
  child.kill("SIGINT");
  expect(await ended).toEqual([3, null]);
  const { devices, exitCode } = fleetDocument.parse(JSON.parse(out));
  expect([exitCode, devices.map(({ outcome }) => outcome)]).toEqual([
    3,
    ["interrupted", "not begun", "not begun"],
  ]);
  expect(err).toMatch(
    /^d0 \| sinbinc: interrupted: edge on d0: .+\nd0 \| {3}`sinbinc plan` shows/mu,
  );
  expect(err).toMatch(/stopped at d0; not begun, and not changed: d1, d2\n$/u);
  expect(labs.slice(1).map((lab) => lab.rows("/ip/firewall/address-list").length)).toEqual([0, 0]);
}, 60_000);
