import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { describeOnKernel } from "../netns.js";
import { pause } from "../policy.js";
import { type BootedHost, newHost } from "./booted.js";
import { systemdFiles } from "./host.js";

const policy = `policy p
list bin timeout 1h
chain c hook input { from bin -> drop  new tcp/23 -> add source to bin }`;

/** As Debian ships it, with a table of the administrator's. */
const nftablesConf = `#!/usr/sbin/nft -f
flush ruleset
table inet filter {
  chain input {
    type filter hook input priority 0; policy accept;
    tcp dport 9 drop
  }
}
`;

test("systemd-analyze finds nothing to say about the units", () => {
  const folder = mkdtempSync(join(tmpdir(), "sinbinc-units-"));
  try {
    const files = [...systemdFiles(policy)].filter(([name]) => name.includes("@"));
    for (const [name, text] of files) {
      // The command need not be installed here to have its units judged.
      writeFileSync(join(folder, name), text.replaceAll("/usr/local/sbin/sinbin", "/bin/true"));
    }
    const instances = files.map(([name]) => join(folder, name.replace("@", "@p")));
    const { status, stderr, error } = spawnSync("systemd-analyze", ["verify", ...instances], {
      encoding: "utf8",
      env: { ...process.env, SYSTEMD_UNIT_PATH: `${folder}:` },
    });
    if (error !== undefined) throw error;
    const about = stderr.split("\n").filter((line) => line.includes("sinbin"));
    expect({ status, about }).toEqual({ status: 0, about: [] });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

describeOnKernel("on a host that systemd runs", () => {
  let host: BootedHost;
  beforeAll(async () => {
    host = newHost(policy, "p", nftablesConf);
    await host.boot();
    await host.run("sinbin", "ban", "203.0.113.7");
  }, 60_000);
  afterAll(() => host.close());

  const banned = /^203\.0\.113\.7 +bin +59m/mu;

  /** What is left of the ban, in seconds. */
  async function left(): Promise<number> {
    await host.until(banned, "sinbin", "list");
    const json = await host.run("nft", "-j", "list", "set", "inet", "sinbin_p", "list_bin_4");
    return Number(/"expires": (\d+)/u.exec(json)?.[1]);
  }

  /** The rules are there with the ban, and its time went on. */
  async function outlives(...steps: readonly (readonly string[])[]): Promise<void> {
    const before = await left();
    await pause(1100);
    for (const step of steps) await host.run(...step);
    const after = await left();
    expect(after).toBeLessThan(before);
    expect(after).toBeGreaterThan(before - 60);
    await host.until(/^p: loaded/mu, "sinbin", "status");
    expect(await host.run("nft", "list", "tables")).toContain("table inet filter");
  }

  describe("a ban outlives", () => {
    test("a reload of the policy", () => outlives(["systemctl", "reload", "sinbin@p"]));
    test("a restart of the policy", () => outlives(["systemctl", "restart", "sinbin@p"]));
    test("a reload of nftables.service, which flushes", () =>
      outlives(["systemctl", "reload", "nftables"]));
    test("a restart of nftables.service, which flushes twice", () =>
      outlives(["systemctl", "restart", "nftables"]));
    test("a stop of nftables.service, and its start", () =>
      outlives(["systemctl", "stop", "nftables"], ["systemctl", "start", "nftables"]));
    test("a flush by hand, when the timer comes round", () =>
      outlives(
        ["systemctl", "start", "sinbin-keep@p"],
        ["nft", "flush", "ruleset"],
        ["systemctl", "start", "sinbin-keep@p"],
        ["systemctl", "reload", "nftables"],
      ));
  });

  test("the timer runs while the policy does, and no longer", async () => {
    expect(await host.run("systemctl", "is-active", "sinbin-keep@p.timer")).toBe("active\n");
    await host.run("systemctl", "stop", "nftables");
    await host.until(/^inactive$/mu, "systemctl", "is-active", "sinbin-keep@p.timer");
    expect(await host.run("nft", "list", "ruleset")).toBe("");
    await host.run("systemctl", "start", "nftables");
    await host.until(/^active$/mu, "systemctl", "is-active", "sinbin-keep@p.timer");
  });

  test("and a ban outlives a reboot", { timeout: 120_000 }, async () => {
    const before = await left();
    await host.shutDown();
    await pause(2000);
    await host.boot();
    const after = await left();
    expect(after).toBeLessThanOrEqual(before - 2);
    expect(after).toBeGreaterThan(before - 90);
  });
});
