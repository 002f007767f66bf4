/** A host's kernel as a device: pushed to, asked and taken back, with packets that tell what is in force. */
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { compileToRuleset } from "../../src/compile.js";
import type { Device, Planned } from "../../src/device/device.js";
import type { Result } from "../../src/device/problem.js";
import { noOtherFiles, type SourceReader } from "../../src/load/source-reader.js";
import { parseDuration } from "../../src/net/duration.js";
import { sourceFile } from "../../src/source/source-file.js";
import type { Shell } from "../../targets/nftables/device/shell.js";
import { localShell, openHostDevice } from "../../targets/nftables/live.js";
import { program } from "../e2e/cli.js";
import { statements } from "../nftables/statements.js";
import { address, describeOnKernel, type Lab, openLab } from "./netns.js";
import { testShell } from "./run.js";
import { type BootedHost, newHost } from "./hosts/booted.js";
import { exampleFiles, examplePolicy, pause } from "./policy.js";

/** Pushes of one policy lock each other out on a machine, also between namespaces. */
const name = `d${String(process.pid)}`;
const table = `sinbin_${name}`;

const banning = ({
  office = "192.0.2.0/24",
  bin = "timeout 1h",
  more = "",
} = {}): string => `policy ${name}
list office { ${office} }
list bin ${bin}
chain c hook input {
  from office -> accept
  from bin -> drop
  new tcp/23 -> add source to bin
  ${more}
}`;

const from = "198.18.0.1";
const from6 = "2001:db8:a::1";

describeOnKernel("a host as a device", () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await openLab();
  });
  afterAll(() => lab.close());

  /** The defender's shell. @param change what becomes of a run */
  function shell(change: (run: Shell["run"]) => Shell["run"] = (run) => run): Shell {
    const plain = testShell(["ip", "netns", "exec", lab.space("defender")]);
    return { ...plain, run: change(plain.run.bind(plain)) };
  }

  async function device(change?: (run: Shell["run"]) => Shell["run"]): Promise<Device> {
    return good(await openHostDevice(shell(change), "nft:"));
  }

  async function planned(text: string, on?: Device, reader?: SourceReader): Promise<Planned> {
    const { value, diagnostics } = compileToRuleset(
      sourceFile("p.sbn", text),
      reader ?? noOtherFiles,
    );
    if (value === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
    const planning = await (on ?? (await device())).plan(value, { allowLockout: false });
    if (planning.planned === undefined) throw new Error("refused by the target");
    return good(planning.planned);
  }

  async function push(text: string, on?: Device, confirmWithin = 20, reader?: SourceReader) {
    return (await planned(text, on, reader)).apply({ confirmWithin, progress: () => undefined });
  }

  let session: Promise<Device> | undefined;
  const flush = (): Promise<void> => lab.load("flush ruleset\n");
  const listing = async (): Promise<string> => {
    const text = await lab.run("defender", "nft", "-s", "list", "ruleset");
    return text.replaceAll(/ expires \S+?(?=[, ])/gu, "");
  };
  const verdict = async (port = 80, source = from): Promise<string | undefined> =>
    (await lab.inTurn([{ from: source, port }]))[0];

  test.each([
    ...Object.entries(statements).map(([what, text]) => [what, text, noOtherFiles] as const),
    ...readdirSync(new URL("../../examples", import.meta.url)).map(
      (folder) => [folder, examplePolicy(folder), exampleFiles(folder)] as const,
    ),
  ])("what was pushed needs no push: %s", async (_what, text, reader) => {
    await flush();
    // What a session knows of a host is its versions, which do not change here.
    session ??= device();
    const on = await session;
    good(await push(text, on, 20, reader));
    expect((await planned(text, on, reader)).plan).toMatchObject({
      changes: [],
      findings: [],
    });
  });

  test("an edit is a plan of just that", async () => {
    await flush();
    good(await push(banning()));
    const { plan } = await planned(
      banning({ office: "192.0.2.0/24, 203.0.113.9", more: "new tcp/24 -> drop" }),
    );
    expect(plan.changes.map(({ phase, what, rules }) => ({ phase, what, rules }))).toEqual([
      {
        phase: "cut-over",
        what: "members of list_office_n4",
        rules: { added: ["203.0.113.9"], removed: [], kept: 1 },
      },
      {
        phase: "cut-over",
        what: "chain input",
        rules: { added: ['tcp dport 24 counter drop comment "p.sbn:8"'], removed: [], kept: 8 },
      },
    ]);
  });

  test("rules that stand on other lines are a change of that alone", async () => {
    await flush();
    good(await push(banning()));
    const { plan } = await planned(`\n${banning()}`);
    expect(plan.changes.map(({ reason }) => reason)).toEqual([
      "5 rules stand on another line of the policy, or with another note",
    ]);
  });

  test.each([
    ["another timeout", "timeout 2h", "list_bin_4"],
    ["another max", "timeout 1h max 50", "list_bin_4_max50"],
  ])("bans outlive a push with %s, and get no longer", async (_what, bin, set) => {
    await flush();
    good(await push(banning()));
    await lab.attempt([
      { from, port: 23 },
      { from: from6, port: 23 },
    ]);
    const [before] = await lab.members(table, "list_bin_4");
    await pause(1100);
    good(await push(banning({ bin })));
    const [after, ...others] = await lab.members(table, set);
    expect(others).toEqual([]);
    expect(after?.address).toBe(from);
    expect(after?.expires).toBeLessThan(before!.expires!);
    expect(after?.expires).toBeGreaterThan(before!.expires! - 20);
    expect([await verdict(), await verdict(80, from6)]).toEqual(["silent", "silent"]);
    if (set !== "list_bin_4") await expect(lab.members(table, "list_bin_4")).rejects.toThrow();
  });

  test("a smaller list keeps those who stay longest, and says whom it forgets", async () => {
    await flush();
    good(await push(banning()));
    await lab.load(
      `add element inet ${table} list_bin_4 { 198.18.0.5 timeout 1h expires 5m, 198.18.0.6 timeout 1h expires 50m, 198.18.0.7 timeout 1h expires 20m }\n`,
    );
    const work = await planned(banning({ bin: "timeout 1h max 2" }));
    expect(work.plan.findings.map(({ code, message }) => [code, message])).toEqual([
      ["SB6022", "1 of those in list_bin_4 has no room in list_bin_4_max2, and is forgotten"],
    ]);
    good(await work.apply({ confirmWithin: 20, progress: () => undefined }));
    const members = await lab.members(table, "list_bin_4_max2");
    expect(members.map(({ address }) => address).sort()).toEqual(["198.18.0.6", "198.18.0.7"]);
  });

  test("a set that somebody has made otherwise is made anew, with its members", async () => {
    await flush();
    await lab.load(`table inet ${table} {
  set list_bin_4 {
    type ipv4_addr
    size 7
    flags timeout,dynamic
    timeout 5m
    elements = { ${from} timeout 10m expires 9m }
  }
}
`);
    good(await push(banning()));
    expect((await planned(banning())).plan.changes).toEqual([]);
    const [member] = await lab.members(table, "list_bin_4");
    expect(member?.timeout).toBe(600);
    expect(member?.expires).toBeGreaterThan(500);
    expect(member?.expires).toBeLessThanOrEqual(540);
    expect(await verdict()).toBe("silent");
  });

  test("what others have put into the table is told, and goes; other tables stay", async () => {
    const other = `table inet other {
  set seen {
    type ipv4_addr
    flags dynamic,timeout
    elements = { 203.0.113.2 timeout 1h }
  }
  chain input {
    type filter hook input priority 0; policy accept;
    tcp dport 9 counter drop
  }
}
`;
    await flush();
    await lab.load(other);
    const otherTable = async (): Promise<string> =>
      (await listing()).slice(0, (await listing()).indexOf(`table inet ${table}`));
    good(await push(banning()));
    const before = await otherTable();
    expect(before).toContain("203.0.113.2");
    await lab.load(`add rule inet ${table} input meta mark 3 counter drop
add map inet ${table} ports { type inet_service : verdict; }
add chain inet ${table} mine { type filter hook input priority 7; policy drop; }
`);
    expect(await verdict()).toBe("silent");
    const work = await planned(banning());
    expect(work.plan.findings.map(({ code, message }) => `${code} ${message}`)).toEqual([
      "SB6015 a rule in `chain input` is not one of a policy: meta mark 0x00000003 counter drop",
      "SB6015 `chain mine` is a base chain that no policy has: type filter hook input priority filter + 7; policy drop;",
    ]);
    expect(work.plan.changes.map(({ phase, action, what }) => [phase, action, what])).toEqual([
      ["cut-over", "switch", "chain input"],
      ["cut-over", "remove", "chain mine"],
      ["after", "remove", "map ports"],
    ]);
    good(await work.apply({ confirmWithin: 20, progress: () => undefined }));
    expect((await planned(banning())).plan).toMatchObject({ changes: [], findings: [] });
    expect(await verdict()).toBe("refused");
    expect(await otherTable()).toBe(before);
  });

  test("a rule that was taken away by hand is told of, and comes back", async () => {
    await flush();
    good(await push(banning()));
    const rules = await lab.run("defender", "nft", "-a", "list", "chain", "inet", table, "input");
    const handle = /@list_bin_4 .* drop .*# handle (\d+)/u.exec(rules)?.[1] ?? "";
    await lab.run("defender", "nft", "delete", "rule", "inet", table, "input", "handle", handle);
    const { findings } = good(await (await device()).status(name));
    expect(findings.map(({ code }) => code)).toEqual(["SB6015"]);
    const { plan } = await planned(banning());
    expect(plan.findings.map(({ code }) => code)).toEqual(["SB6015"]);
    expect(plan.changes.flatMap(({ rules: lines }) => lines?.added)).toEqual([
      'ip saddr @list_bin_4 counter drop comment "p.sbn:6"',
    ]);
  });

  test("what the kernel refuses leaves everything as it was", async () => {
    await flush();
    good(await push(banning()));
    const before = await listing();
    const broken = await device(
      (run) => (script, words, input, fresh) =>
        run(
          script,
          words,
          input?.replace("#file revert", "add rule inet nowhere x drop\n#file revert"),
          fresh,
        ),
    );
    const refused = await push(banning({ more: "new tcp/24 -> drop" }), broken);
    expect(refused).toMatchObject({ ok: false, problem: { code: "SB6007" } });
    expect(await listing()).toBe(before);
    good(await push(banning({ more: "new tcp/25 -> drop" })));
  });

  test("a push that cannot be confirmed is taken back by the host itself", async () => {
    await flush();
    good(await push(banning()));
    await lab.attempt([{ from, port: 23 }]);
    const before = await listing();
    let isCut = false;
    const cutOff = await device((run) => async (script, words, input, fresh) => {
      if (isCut) return { kind: "unreachable", why: "it is cut off", help: "" };
      isCut = input?.startsWith("#file load") === true;
      return run(script, words, input, fresh);
    });
    const policy = banning({ bin: "timeout 1h max 50", more: "new tcp/80 -> drop" });
    const lost = await push(policy, cutOff, 5);
    expect(lost).toMatchObject({ ok: false, problem: { code: "SB6017" } });
    // Another push has to wait for that.
    expect((await planned(banning())).plan.findings.map(({ code }) => code)).toEqual(["SB6009"]);
    expect(await verdict(80, "198.18.0.9")).toBe("silent");
    await expect.poll(listing, { timeout: 30_000, interval: 300 }).toBe(before);
    expect([await verdict(), await verdict(80, "198.18.0.9")]).toEqual(["silent", "refused"]);
    good(await push(policy));
  });

  test("a change between plan and push is told, and nothing is done", async () => {
    await flush();
    const work = await planned(banning());
    await lab.load(`table inet ${table} {\n}\n`);
    const result = await work.apply({ confirmWithin: 20, progress: () => undefined });
    expect(result).toMatchObject({ ok: false, problem: { code: "SB6011" } });
    expect(await listing()).not.toContain("chain");
  });

  test("a ban counts from the next packet, forgiving too", async () => {
    await flush();
    good(await push(banning({ office: "192.0.2.0/24, 198.18.7.7" })));
    const host = await device();
    expect(await verdict()).toBe("refused");
    expect(good(await host.ban(name, from, parseDuration("2h")))).toEqual([
      `${from} is on bin for 2h`,
    ]);
    expect(await verdict()).toBe("silent");
    expect(good(await host.ban(name, from, parseDuration("10m")))).toEqual([
      `${from} is on bin already, and stays there as long or longer`,
    ]);
    expect((await lab.members(table, "list_bin_4"))[0]?.timeout).toBe(7200);
    good(await host.ban(name, from, parseDuration("3h")));
    expect((await lab.members(table, "list_bin_4"))[0]?.timeout).toBe(10800);
    expect(good(await host.ban(name, from6, undefined))).toEqual([`${from6} is on bin for 1h`]);
    expect(await verdict(80, from6)).toBe("silent");
    const status = good(await host.status(name));
    expect(status.inForce).toBe(true);
    expect(status.entries.map(({ list, address, learnt }) => [list, address, learnt])).toEqual([
      ["office", "192.0.2.0/24", false],
      ["office", "198.18.7.7", false],
      ["bin", from, true],
      ["bin", from6, true],
    ]);
    expect(
      status.counters.find(({ rule }) => rule === "ip saddr @list_bin_4 counter drop"),
    ).toMatchObject({ chain: "input", origin: "p.sbn:6" });
    expect(good(await host.forgive(name, from))).toEqual([`${from} is off bin`]);
    expect(good(await host.forgive(name, from))).toEqual([]);
    expect(await verdict()).toBe("refused");
    for (const own of ["10.99.0.1", "2001:db8:d::1"]) {
      expect(await host.ban(name, own, undefined)).toMatchObject({ problem: { code: "SB6020" } });
    }
    expect(await host.ban(name, "198.18.0.0/16", undefined)).toMatchObject({
      problem: { code: "SB6020" },
    });
    expect(good(await host.ban(name, "198.18.7.7", undefined)).at(-1)).toMatch(/may let it pass/u);
  });

  test("removal takes the table, and nothing else", async () => {
    await flush();
    const before = await listing();
    good(await push(banning()));
    const host = await device();
    const work = good(await host.planRemoval(name));
    expect(work.plan.changes).toHaveLength(1);
    good(await work.apply({ confirmWithin: 20, progress: () => undefined }));
    expect(await listing()).toBe(before);
    expect(good(await host.planRemoval(name)).plan.changes).toEqual([]);
    expect(good(await host.status(name)).inForce).toBe(false);
  });

  test("who is not root is told so", async () => {
    const nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"];
    const plain = localShell(20_000, ["ip", "netns", "exec", lab.space("defender"), ...nobody]);
    expect(await openHostDevice(plain, "nft:")).toMatchObject({
      ok: false,
      problem: { code: "SB6021", help: expect.stringContaining("root") as unknown },
    });
  });
});

describeOnKernel("a host behind ssh", () => {
  let lab: Lab;
  let folder: string;
  beforeAll(async () => {
    lab = await openLab();
    folder = mkdtempSync(join(tmpdir(), "sinbinc-sshd-"));
    const file = (one: string): string => join(folder, one);
    for (const key of ["host", "user"]) {
      await lab.run("defender", "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", file(key));
    }
    writeFileSync(file("authorized"), readFileSync(file("user.pub")));
    const known = readFileSync(file("host.pub"), "utf8").split(" ").slice(0, 2).join(" ");
    writeFileSync(file("known"), `[${address.defender.ipv4}]:2222 ${known}\n`);
    writeFileSync(
      file("sshd_config"),
      `Port 2222
ListenAddress ${address.defender.ipv4}
HostKey ${file("host")}
AuthorizedKeysFile ${file("authorized")}
PidFile ${file("sshd.pid")}
PermitRootLogin yes
StrictModes no
UsePAM no
`,
    );
    // ssh takes the home of the user's account, whatever HOME says: so its configuration is named.
    const config = (one: string, hosts: string): string => {
      writeFileSync(
        file(`${one}.config`),
        `Host *\n  IdentityFile ${file("user")}\n  IdentitiesOnly yes\n  UserKnownHostsFile ${file(hosts)}\n  GlobalKnownHostsFile none\n  StrictHostKeyChecking yes\n`,
      );
      mkdirSync(file(one));
      writeFileSync(
        join(file(one), "ssh"),
        `#!/bin/sh\nexec /usr/bin/ssh -F ${file(`${one}.config`)} "$@"\n`,
      );
      chmodSync(join(file(one), "ssh"), 0o755);
      return file(one);
    };
    config("knowing", "known");
    config("stranger", "nobody");
    mkdirSync("/run/sshd", { recursive: true });
    await lab.run("defender", "/usr/sbin/sshd", "-f", file("sshd_config"));
  }, 60_000);
  afterAll(() => {
    const pid = Number(readFileSync(join(folder, "sshd.pid"), "utf8"));
    process.kill(pid);
    lab.close();
    rmSync(folder, { recursive: true });
  });

  const url = `ssh://root@${address.defender.ipv4}:2222`;

  /** `sinbinc …` on the attacker's side, as a process. */
  async function sinbinc(
    words: readonly string[],
    how = "knowing",
    device: readonly string[] = ["--device", url],
  ): Promise<{ code: number; text: string }> {
    const script = 'PATH=$1:$PATH; shift; "$@" 2>&1; echo "code $?"';
    const command = [process.execPath, program, ...words, ...device];
    const text = await lab.run("attacker", "sh", "-c", script, "sh", join(folder, how), ...command);
    const end = /code (\d+)\n$/u.exec(text);
    return { code: Number(end?.[1]), text: text.slice(0, end?.index) };
  }

  const write = (text: string): string => {
    const path = join(folder, "p.sbn");
    writeFileSync(path, text);
    return path;
  };

  test("is pushed to, asked and told like this one", async () => {
    const path = write(banning({ office: address.attacker.ipv4 }));
    const push = await sinbinc(["push", path, "--yes"]);
    expect(push).toMatchObject({
      code: 0,
      text: expect.stringContaining("under revert") as unknown,
    });
    expect(await sinbinc(["plan", path, "--exit-code"])).toMatchObject({ code: 0 });
    expect(await sinbinc(["ban", name, from])).toEqual({
      code: 0,
      text: `${from} is on bin for 1h\n`,
    });
    expect((await lab.inTurn([{ from, port: 80 }]))[0]).toBe("silent");
    const own = await sinbinc(["ban", name, address.attacker.ipv4]);
    expect(own).toMatchObject({ code: 3, text: expect.stringContaining("SB6020") as unknown });
    const status = await sinbinc(["status", name, "--json"]);
    expect(JSON.parse(status.text)).toMatchObject({ inForce: true, findings: [] });
  }, 90_000);

  test("is a device of a fleet by its name, with its own policy", async () => {
    write(banning({ office: address.attacker.ipv4 }));
    const file = join(folder, "sinbin.toml");
    writeFileSync(file, `[devices.gateway]\nurl = "${url}"\npolicy = "p.sbn"\n`);
    const there = (...words: string[]): ReturnType<typeof sinbinc> =>
      sinbinc([...words, "--config", file], "knowing", []);
    const push = await there("push", "--group", "all", "--yes");
    expect(push).toMatchObject({
      code: 0,
      text: expect.stringMatching(/^gateway +(?:pushed|up to date) /mu) as unknown,
    });
    expect(await there("plan", "-d", "gateway", "--exit-code")).toMatchObject({ code: 0 });
    const status = await there("status", "-d", "gateway", "--json");
    expect(JSON.parse(status.text)).toMatchObject({ inForce: true, findings: [] });
  }, 90_000);

  test("is not pushed to what may shut out the session", async () => {
    const before = await lab.run("defender", "nft", "-s", "-t", "list", "ruleset");
    const push = await sinbinc(["push", write(banning({ more: "new tcp/2222 -> drop" })), "--yes"]);
    expect(push.code).not.toBe(0);
    expect(push.text).toMatch(
      /SB6012\]: this rule may shut out 10\.99\.0\.2.* port 2222: .* if from bin go against it\n +--> p\.sbn:6:3\n/u,
    );
    expect(push.text).toMatch(/it is certain to come to drop\n +--> p\.sbn:8:3\n/u);
    expect(await lab.run("defender", "nft", "-s", "-t", "list", "ruleset")).toBe(before);
  }, 90_000);

  test("takes back what shuts out new connections", async () => {
    const first = write(banning());
    const pushed = await sinbinc(["push", first, "--yes", "--allow-lockout"]);
    expect(pushed.code).toBe(0);
    const before = await lab.run("defender", "nft", "-s", "-t", "list", "ruleset");
    const shut = await sinbinc([
      ...["push", write(banning({ more: "new tcp/2222 -> drop" })), "--yes", "--allow-lockout"],
      ...["--confirm-within", "8", "--timeout", "4"],
    ]);
    expect(shut).toMatchObject({ code: 3, text: expect.stringContaining("SB6017") as unknown });
    expect(await lab.run("defender", "nft", "-s", "-t", "list", "ruleset")).toBe(before);
    expect(await sinbinc(["plan", write(banning()), "--exit-code"])).toMatchObject({ code: 0 });
  }, 90_000);

  test("is not spoken to while its key is unknown", async () => {
    const told = await sinbinc(["status", name], "stranger");
    expect(told).toMatchObject({
      code: 3,
      text: expect.stringContaining("host key is not known") as unknown,
    });
  });
});

describeOnKernel("a host that systemd runs", () => {
  let host: BootedHost;
  beforeAll(async () => {
    host = newHost(banning(), name, "flush ruleset\n");
    await host.boot();
  }, 60_000);
  afterAll(() => host.close());

  const ruleset = (): Promise<string> => host.run("nft", "-s", "-t", "list", "ruleset");
  const timers = (): Promise<string> => host.run("systemctl", "list-units", "--plain", "sinbinc-*");

  test("has a timer of its own for what is not confirmed", async () => {
    const before = await ruleset();
    expect(before).toContain(table);
    const plain = localShell(20_000, host.entry());
    let isCut = false;
    const cutOff: Shell = {
      ...plain,
      run: async (script, words, input, fresh) => {
        if (isCut) return { kind: "unreachable", why: "it is cut off", help: "" };
        isCut = input?.startsWith("#file load") === true;
        return plain.run(script, words, input, fresh);
      },
    };
    const change = banning({ more: "new tcp/80 -> drop" });
    const { value: ruleset_ } = compileToRuleset(sourceFile("p.sbn", change));
    if (ruleset_ === undefined) throw new Error("a policy with errors");
    const push = async (shell: Shell, confirmWithin: number) => {
      const opened = good(await openHostDevice(shell, "nft:"));
      const { planned: work } = await opened.plan(ruleset_, { allowLockout: false });
      if (work === undefined) throw new Error("refused by the target");
      return good(work).apply({ confirmWithin, progress: () => undefined });
    };
    expect(await push(cutOff, 2)).toMatchObject({ ok: false, problem: { code: "SB6017" } });
    expect(await timers()).toContain(".timer");
    expect(await ruleset()).not.toBe(before);
    await expect.poll(ruleset, { timeout: 15_000, interval: 300 }).toBe(before);
    await expect.poll(timers, { timeout: 5000, interval: 300 }).not.toContain(".timer");
    expect(await push(plain, 20)).toMatchObject({ ok: true });
    expect(await timers()).not.toContain(".timer");
    expect(await ruleset()).toContain("tcp dport 80 counter");
  }, 60_000);
});

function good<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.problem.code} ${result.problem.message}`);
  return result.value;
}
