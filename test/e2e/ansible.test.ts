import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { linkTo, ruleMenus, within } from "../push/rig.js";
import { program, put, root } from "./cli.js";

/** The role of integrations/ansible under Debian's ansible, against labs of three versions, each a process. */

const installed = spawnSync("ansible-playbook", ["--version"]).error === undefined;
const absent = !installed && process.env["SINBIN_REQUIRE_ALL"] !== "1";

const secret = "correct-horse-battery";
const versions = ["6.49", "7.16", "7.24"];
const policyOf = (seconds: number): string => `policy edge
list trusted { 127.0.0.0/8, ::1 }
ladder sincheck hook input {
  exempt trusted
  rungs  sin_1 ${seconds}s
  bin    sinbin 4h -> drop
  odds   any 50%
}
`;

interface Lab {
  readonly name: string;
  readonly process: ChildProcess;
  readonly port: number;
}

async function startLab(folder: string, version: string, name: string): Promise<Lab> {
  const args = ["lab", "--version", version, "--port", "0", "--password-file", join(folder, "pw")];
  const child = spawn(process.execPath, [program, ...args]);
  const [data] = await once(child.stdout, "data");
  return { name, process: child, port: Number(/:(\d+)\s*$/u.exec(String(data))?.[1]) };
}

/** All rules of a lab, as they are. */
async function rulesOf({ port }: Lab): Promise<readonly unknown[]> {
  return within(linkTo({ host: "127.0.0.1", port }, 5000, secret), async (session) => {
    const replies = await Promise.all(
      ruleMenus.map((menu) =>
        session.run({
          path: `${menu}/print`,
          proplist: ["chain", "comment", "jump-target", "disabled"],
        }),
      ),
    );
    return replies.map((reply) => (reply.ok ? reply.rows : reply.trouble));
  });
}

describe.skipIf(absent)(absent ? "ansible (not installed)" : "ansible", () => {
  const folder = mkdtempSync(join(tmpdir(), "sinbinc-"));
  let labs: readonly Lab[] = [];

  beforeAll(async () => {
    put(folder, "pw", `${secret}\n`);
    put(folder, "edge.sbn", policyOf(60));
    symlinkSync(join(root, "integrations/ansible/roles"), join(folder, "roles"));
    symlinkSync(join(root, "integrations/ansible/site.yml"), join(folder, "site.yml"));
    labs = await Promise.all(
      versions.map((version, index) => startLab(folder, version, `branch${index + 1}`)),
    );
  }, 60_000);
  afterAll(() => {
    for (const lab of labs) lab.process.kill();
    rmSync(folder, { recursive: true, force: true });
  });

  function play(
    args: readonly string[],
    hosts: readonly Pick<Lab, "name" | "port">[] = labs,
  ): { readonly code: number | null; readonly said: string; readonly recap: readonly string[] } {
    const inventory = {
      routers: {
        hosts: Object.fromEntries(
          hosts.map(({ name, port }) => [
            name,
            { sinbin_device: `routeros://admin@127.0.0.1:${port}` },
          ]),
        ),
        vars: {
          sinbin_policy: "{{ playbook_dir }}/edge.sbn",
          sinbin_password: secret,
          sinbin_executable: program,
        },
      },
    };
    const file = put(folder, "hosts.json", JSON.stringify(inventory));
    const { status, stdout, stderr } = spawnSync(
      "ansible-playbook",
      ["-i", file, join(folder, "site.yml"), ...args],
      {
        encoding: "utf8",
        timeout: 120_000,
        env: {
          ...process.env,
          ANSIBLE_PIPELINING: "1",
          ANSIBLE_NOCOLOR: "1",
          ANSIBLE_LOCALHOST_WARNING: "False",
        },
      },
    );
    const recap = [...stdout.matchAll(/^(\S+) +: (ok=\d+ +changed=\d+).* (failed=\d+)/gmu)].map(
      ([, host = "", counts = "", failed = ""]) =>
        `${host} ${counts.replace(/ +/gu, " ")} ${failed}`,
    );
    return { code: status, said: stdout + stderr, recap };
  }

  test("check mode tells the changes and makes none; then they are made, once", async () => {
    const before = await Promise.all(labs.map(rulesOf));
    const planned = play(["--check", "--diff"]);
    expect(planned).toMatchObject({
      code: 0,
      recap: labs.map(({ name }) => `${name} ok=1 changed=1 failed=0`),
    });
    expect(planned.said).toContain(
      "~ /ip/firewall/filter  the jump in input from nothing to input@",
    );
    expect(await Promise.all(labs.map(rulesOf))).toEqual(before);

    const first = play(["-vvv"]);
    expect(first.recap).toEqual(planned.recap);
    expect(first.said).not.toContain(secret);
    const pushed = await Promise.all(labs.map(rulesOf));
    expect(JSON.stringify(pushed[2])).toContain("sinbin:edge hook input");

    expect(play([])).toMatchObject({
      code: 0,
      recap: labs.map(({ name }) => `${name} ok=1 changed=0 failed=0`),
    });
    expect(await Promise.all(labs.map(rulesOf))).toEqual(pushed);
  }, 120_000);

  test("one that cannot be reached stops those that come after it", async () => {
    const before = await Promise.all(labs.map(rulesOf));
    put(folder, "edge.sbn", policyOf(61));
    const { code, said, recap } = play([], [{ name: "branch0", port: 1 }, ...labs]);
    expect(code).not.toBe(0);
    expect(said).toContain("cannot reach routeros://admin@127.0.0.1:1");
    expect(recap).toEqual(["branch0 ok=0 changed=0 failed=1"]);
    expect(await Promise.all(labs.map(rulesOf))).toEqual(before);
  }, 120_000);

  /** The module alone, as ansible runs it. */
  function runModule(
    parameters: Readonly<Record<string, unknown>>,
  ): Readonly<Record<string, unknown>> {
    const { stdout } = spawnSync(
      "/usr/bin/python3",
      [join(root, "integrations/ansible/roles/sinbin/library/sinbin.py")],
      {
        encoding: "utf8",
        input: JSON.stringify({ ANSIBLE_MODULE_ARGS: { executable: program, ...parameters } }),
      },
    );
    return JSON.parse(stdout);
  }

  test.each([true, false])("what fails is told as sinbinc tells it, check mode %s", (checked) => {
    const broken = put(folder, "broken.sbn", "chain c hook input { from nobody -> drop }\n");
    const common = { _ansible_check_mode: checked, password: secret };
    expect(runModule({ ...common, policy: broken, device: "lab:" })).toMatchObject({
      failed: true,
      rc: 1,
      msg: expect.stringContaining("broken.sbn:1:27"),
    });
    const gone = { policy: join(folder, "edge.sbn"), device: "routeros://admin@127.0.0.1:1" };
    expect(runModule({ ...common, ...gone })).toMatchObject({
      failed: true,
      rc: 3,
      msg: expect.stringContaining("cannot reach routeros://admin@127.0.0.1:1"),
    });
  });
});
