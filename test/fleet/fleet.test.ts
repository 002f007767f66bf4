import { describe, expect, test } from "vitest";
import { fleetDocument } from "../../src/cli/fleet/fleet-document.js";
import { main } from "../../src/cli/main.js";
import { type Lab, type LabOptions, startLab } from "../../targets/routeros/lab/index.js";
import { fakeHost, type Run, run, type Setup } from "../cli/fake-host.js";

/** Commands for several devices, against labs of several versions over real sockets. */

const policyOf = (seconds: number): string => `policy edge
list trusted { 127.0.0.0/8, ::1 }
ladder sincheck hook input {
  exempt trusted
  rungs  sin_1 ${seconds}s
  bin    sinbin 4h -> drop
  odds   any 50%
}
`;

const secret = "correct-horse-battery";
const user = (group: "full" | "read"): LabOptions => ({
  users: [{ name: "admin", password: secret, group }],
});

interface Rig {
  readonly labs: readonly Lab[];
  readonly files: Readonly<Record<string, string>>;
  sinbinc(args: readonly string[], setup?: Setup): Promise<Run>;
}

/** Devices a, b, c, …, each a lab, in the group `branch`. */
async function withFleet(
  options: readonly LabOptions[],
  act: (rig: Rig) => Promise<void>,
): Promise<void> {
  const labs: Lab[] = [];
  try {
    for (const one of options) labs.push(await startLab({ ...user("full"), ...one }));
    const urls = labs.map(({ port }) => `routeros://admin@127.0.0.1:${port}`);
    const files = { "sinbin.toml": fleetOf(urls), "edge.sbn": policyOf(60), pw: `${secret}\n` };
    await act({
      labs,
      files,
      sinbinc: (args, setup = {}) => run(args, { ...setup, files: { ...files, ...setup.files } }),
    });
  } finally {
    for (const lab of labs) await lab.stop();
  }
}

function fleetOf(urls: readonly string[]): string {
  const devices = urls.map(
    (url, index) => `[devices.${nameAt(index)}]\nurl = "${url}"\ngroups = ["branch"]\n`,
  );
  return [`[defaults]\npolicy = "edge.sbn"\npassword-file = "pw"\n`, ...devices].join("\n");
}

const nameAt = (index: number): string => "abcdef".charAt(index);
const versions: readonly LabOptions[] = [{ version: "6.49" }, { version: "7.16" }, {}];

function rulesOf(lab: Lab): number {
  return lab.rows("/ip/firewall/filter").length;
}

/** What the table says of each, without the seconds. */
function tableOf({ out }: Run): readonly string[] {
  const lines = out.trimEnd().split("\n");
  const head = lines.findIndex((line) => line.startsWith("device "));
  return lines.slice(head + 1).map((line) => line.replace(/ +\S+$/u, "").replace(/ {2,}/gu, " "));
}

describe("push", () => {
  test("goes to all, some at a time, tells each line's device, and sums up", async () => {
    await withFleet(versions, async ({ labs, sinbinc }) => {
      const pushed = await sinbinc(["push", "--group", "branch", "--parallel", "3", "--yes"]);
      expect(pushed.code).toBe(0);
      expect(tableOf(pushed)).toEqual(["a pushed 8", "b pushed 8", "c pushed 8"]);
      const told = `${pushed.out.split("\ndevice ")[0] ?? ""}${pushed.err}`;
      for (const line of told.trimEnd().split("\n"))
        expect(line).toMatch(/^[abc] \|(?: \S| {3,}\S|$)/u);
      expect(labs.map(rulesOf)).toEqual([5, 5, 5]);

      const again = await sinbinc(["push", "-g", "all", "--json", "--yes"]);
      const document = fleetDocument.parse(JSON.parse(again.out));
      expect(document).toMatchObject({ command: "push", exitCode: 0, canary: null });
      expect(document.devices.map(({ name, outcome }) => [name, outcome])).toEqual(
        ["a", "b", "c"].map((name) => [name, "up to date"]),
      );
    });
  });

  test("is not begun anywhere while one of them cannot be planned", async () => {
    await withFleet(versions, async ({ labs, files, sinbinc }) => {
      const toml = `${files["sinbin.toml"] ?? ""}\n[devices.gone]\nurl = "routeros://127.0.0.1:1"\n`;
      const args = ["push", "-d", "a", "-d", "gone", "-d", "c", "--yes"];
      const pushed = await sinbinc(args, { files: { "sinbin.toml": toml } });
      expect(pushed.code).toBe(3);
      expect(tableOf(pushed)).toEqual(["a not begun 8", "gone failed -", "c not begun -"]);
      expect(pushed.err).toContain("gone | error[SB6001]: cannot reach gone");
      expect(pushed.err).toMatch(/stopped at gone; not begun, and not changed: a, c\n$/u);
      expect(labs.map(rulesOf)).toEqual([0, 0, 0]);
    });
  });

  test("stops at the first that fails", async () => {
    await withFleet([{}, user("read"), {}], async ({ labs, sinbinc }) => {
      const pushed = await sinbinc(["push", "-g", "branch", "--yes", "--json"]);
      expect(pushed.code).toBe(3);
      expect(fleetDocument.parse(JSON.parse(pushed.out))).toMatchObject({
        exitCode: 3,
        devices: [
          { outcome: "pushed", problem: null },
          { outcome: "failed", problem: { code: "SB6007" } },
          { outcome: "not begun", seconds: null },
        ],
      });
      expect(labs.map(rulesOf)).toEqual([5, 0, 0]);
    });
  });

  test("waits for the canary, wherever it stands", async () => {
    await withFleet([{}, {}, user("read")], async ({ labs, sinbinc }) => {
      const args = ["push", "-g", "branch", "--yes", "--parallel", "2", "--canary"];
      const stopped = await sinbinc([...args, "c"]);
      expect(tableOf(stopped)).toEqual(["a not begun -", "b not begun -", "c failed 8"]);
      expect(labs.map(rulesOf)).toEqual([0, 0, 0]);
      const reached = await sinbinc([...args, "b"]);
      expect(reached.err.indexOf("b | Done")).toBeLessThan(reached.err.indexOf("a | Done"));
      expect(labs.map(rulesOf)).toEqual([5, 5, 0]);
    });
  });

  test("asks once, for all that have changes", async () => {
    await withFleet([{}, {}, {}], async ({ labs, sinbinc }) => {
      expect((await sinbinc(["push", "-d", "b", "--yes"])).code).toBe(0);
      const args = ["push", "-g", "branch", "--canary", "c"];
      const declined = await sinbinc(args, { answers: ["n"] });
      expect(declined).toMatchObject({ code: 0 });
      expect(tableOf(declined)).toEqual(["a declined 8", "b up to date 0", "c declined 8"]);
      expect(declined.err).toContain("Push this to 2 devices: a, c, c first? [y/N] ");
      expect(await sinbinc(args)).toMatchObject({ code: 2 });
      expect(labs.map(rulesOf)).toEqual([0, 5, 0]);
      const agreed = await sinbinc(args, { answers: ["y"] });
      expect(agreed).toMatchObject({ code: 0 });
      expect(labs.map(rulesOf)).toEqual([5, 5, 5]);
    });
  });

  test("makes only the changes that were shown", async () => {
    await withFleet([{}, {}], async ({ labs, files, sinbinc }) => {
      const host = fakeHost({ files });
      const ask = async (): Promise<string> => {
        await sinbinc(["push", "-d", "a", "--yes"]);
        return "y";
      };
      const code = await main(["push", "-g", "branch"], {
        ...host,
        person: { ask, askSecretly: ask },
      });
      expect([code, host.err()]).toEqual([3, expect.stringContaining("a | error[SB6031]")]);
      expect(labs.map(rulesOf)).toEqual([5, 0]);
    });
  });
});

describe("plan", () => {
  test("tells the worst of all by its exit code", async () => {
    await withFleet(versions, async ({ sinbinc }) => {
      expect((await sinbinc(["push", "-d", "a", "-d", "b", "--yes"])).code).toBe(0);
      const args = ["plan", "-g", "branch", "--exit-code", "--parallel", "2"];
      const pending = await sinbinc(args);
      expect(pending.code).toBe(4);
      expect(tableOf(pending)).toEqual(["a up to date 0", "b up to date 0", "c changes pending 8"]);
      const { out } = await sinbinc([...args, "--json"]);
      expect(fleetDocument.parse(JSON.parse(out)).exitCode).toBe(4);
      const broken = await sinbinc(args, { files: { "edge.sbn": "chain" } });
      expect(broken).toMatchObject({ code: 1, out: "" });
    });
  });

  test("refuses a device that runs another version than was named", async () => {
    await withFleet([{ version: "7.16" }], async ({ files, sinbinc }) => {
      const named = (version: string): Promise<Run> =>
        sinbinc(["plan", "-d", "a"], {
          files: { "sinbin.toml": `${files["sinbin.toml"] ?? ""}target-version = "${version}"\n` },
        });
      expect((await named("7.16")).code).toBe(0);
      const wrong = await named("7.1");
      expect([wrong.code, wrong.err]).toEqual([
        3,
        expect.stringContaining("error[SB6030]: a runs RouterOS 7.16"),
      ]);
    });
  });
});

describe("status, ban and forgive", () => {
  test("are for groups too", async () => {
    await withFleet(versions, async ({ sinbinc }) => {
      expect((await sinbinc(["push", "-d", "a", "-d", "b", "--yes"])).code).toBe(0);
      const banned = await sinbinc(["ban", "203.0.113.7", "-d", "a", "-d", "b"]);
      expect(tableOf(banned)).toEqual(["a done -", "b done -"]);
      expect(banned.out).toContain("b | 203.0.113.7 is on sinbin for 4h\n");
      const { out } = await sinbinc(["status", "-g", "all", "--address", "203.0.113.7", "--json"]);
      expect(
        fleetDocument.parse(JSON.parse(out)).devices.map(({ standing }) => standing?.on.length),
      ).toEqual([1, 1, 0]);
      expect((await sinbinc(["forgive", "edge", "203.0.113.7", "-d", "a"])).out).toBe(
        "203.0.113.7 is off sinbin\n",
      );
      const seen = await sinbinc(["status", "-g", "branch"]);
      expect(tableOf(seen)).toEqual(["a in force -", "b in force -", "c not in force -"]);
      const canary = await sinbinc(["status", "-g", "branch", "--canary", "c"]);
      expect([canary.code, tableOf(canary)]).toEqual([
        3,
        ["a not begun -", "b not begun -", "c not well -"],
      ]);
    });
  });
});

test("a password is nowhere but in its file", async () => {
  await withFleet([{}, {}], async ({ sinbinc }) => {
    const wrong = "hunter2-hunter2";
    const runs = [
      await sinbinc(["push", "-g", "branch", "--yes"], { files: { pw: wrong } }),
      await sinbinc(["push", "-g", "branch", "--yes", "--json"]),
      await sinbinc(["plan", "-d", "a"], { files: { pw: `${secret}\nand more` } }),
      await sinbinc(["status", "-g", "branch", "--json"], { env: { SINBIN_PASSWORD: wrong } }),
    ];
    expect(runs.map(({ code }) => code)).toEqual([3, 0, 3, 0]);
    for (const { out, err } of runs) {
      expect(out + err).not.toContain(wrong);
      expect(out + err).not.toContain(secret);
    }
  });
});

describe("names", () => {
  const files = {
    "../../sinbin.toml": fleetOf(["nft:", "nft:"]).replace('password-file = "pw"\n', ""),
  };
  test.each([
    [["-d", "aa"], files, "no device in ../../sinbin.toml called `aa`"],
    [
      ["-g", "brnch"],
      files,
      "no group in ../../sinbin.toml called `brnch`; did you mean `branch`?",
    ],
    [["-g", "branch", "--canary", "c"], files, "no device among those named called `c`"],
    [["-g", "branch", "--parallel", "0"], files, "--parallel takes a number of devices"],
    [["-d", "a"], {}, "`a` is not a device, and no sinbin.toml or sinbin.json is here or above"],
    [["-g", "branch"], {}, "there is no group `branch`: no sinbin.toml"],
    [[], files, "no device is named"],
    [
      ["-d", "a"],
      { "sinbin.toml": "", "sinbin.json": "" },
      "there are sinbin.toml and sinbin.json",
    ],
    [["-d", "nft:"], files, "no policy is named for nft:"],
  ] as const)("%j is wrong usage", async (args, there, message) => {
    const { code, err } = await run(["plan", ...args], { files: { ...there } });
    expect([code, err]).toEqual([2, expect.stringContaining(message)]);
  });

  test("--config names another file, and one that is wrong is told with its place", async () => {
    const other = { "x/my.json": '{"devices": {"a": {"urll": "nft:"}}}' };
    const { code, err } = await run(["plan", "-d", "a", "--config", "x/my.json"], { files: other });
    expect([code, err]).toEqual([2, expect.stringContaining(" --> x/my.json:1:20\n")]);
    expect(await run(["plan", "-d", "a", "--config", "no.toml"])).toMatchObject({ code: 3 });
    const bytes = { "sinbin.toml": Uint8Array.of(0x61, 0xff) };
    const garbage = await run(["plan", "-d", "a"], { files: bytes });
    expect([garbage.code, garbage.err]).toEqual([
      2,
      expect.stringContaining("0xFF here is not UTF-8"),
    ]);
  });
});
