import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { statements } from "../../nftables/statements.js";
import { describeOnKernel, type Lab, openLab } from "../netns.js";
import { openHost, type PolicyHost, systemdFiles } from "./host.js";

const required = process.env["SINBIN_REQUIRE_ALL"] === "1";
const has = (name: string): boolean =>
  required || spawnSync(name, ["--version"]).error === undefined;

const policy = `policy p
list office { 192.168.88.0/24, 2001:db8:1::/48 }
list bin timeout 1h
list sites timeout 2h per 64
list mixed timeout 1m
chain c hook input {
  from office -> accept
  from bin    -> drop
  from sites  -> drop
  from mixed  -> reject
  new tcp/23  -> add source to bin, add source to sites
  new tcp/24  -> add source to mixed
  new tcp/25  -> add source to mixed for forever
}`;

test.skipIf(!has("shellcheck"))("shellcheck has nothing to say", () => {
  const input = systemdFiles(policy).get("sinbin");
  const { stdout, status } = spawnSync("shellcheck", ["-"], { input, encoding: "utf8" });
  expect({ status, stdout }).toEqual({ status: 0, stdout: "" });
});

describeOnKernel("the sinbin command", () => {
  let lab: Lab;
  let host: PolicyHost;
  beforeAll(async () => {
    lab = await openLab();
  });
  afterAll(() => lab.close());
  beforeEach(async () => {
    await lab.load("flush ruleset\n");
    host = openHost(lab);
    host.install(policy);
    await host.done("load");
  });
  afterEach(() => host.close());

  test("knows each set as the kernel lists it: a second load moves nobody", async () => {
    for (const text of Object.values(statements)) {
      await lab.load("flush ruleset\n");
      const files = [...systemdFiles(text)];
      const [name = "", rules = ""] = files[0] ?? [];
      const short = name.replace(".nft", "");
      writeFileSync(join(host.folder, name), rules);
      await host.done("load", short);
      const again = await host.sinbin("load", short);
      expect({ text, ...again }).toEqual({ text, code: 0, said: "", warned: "" });
    }
  });

  test("keeps a network as one, and entries for ever apart", async () => {
    await host.done("ban", "2001:db8:a:b:1:2:3:4", "--list", "sites");
    await host.done("ban", "203.0.113.7", "--list", "mixed", "--for", "forever");
    await host.done("ban", "203.0.113.8", "--list", "mixed", "--for", "1d12h");
    expect((await host.done("list", "--all", "--plain")).split("\n").sort()).toEqual([
      "",
      "2001:db8:a:b::/64",
      "203.0.113.7",
      "203.0.113.8",
    ]);
    expect((await lab.members("sinbin_p", "list_mixed_p4")).map((m) => m.address)).toEqual([
      "203.0.113.7",
    ]);
    await host.done("save");
    await lab.load("flush ruleset\n");
    await host.done("load");
    expect(await host.done("why", "203.0.113.7")).toMatch(/for ever more, of ever/u);
    expect((await host.sinbin("why", "2001:db8:a:b::99")).code).toBe(0);
    await host.done("forgive", "2001:db8:a:b::99");
    expect((await host.sinbin("why", "2001:db8:a:b::1")).code).toBe(1);
  });

  test.each([
    [["ban", "192.0.2.256"], 2, /no address of a host/u],
    [["ban", "192.0.2.0/24"], 2, /no address of a host/u],
    [["ban", "192.0.2.1; reboot"], 2, /no address of a host/u],
    [["ban", "192.0.2.1", "--for", "soon"], 2, /is no time/u],
    [["ban", "192.0.2.1", "--list", "nobody"], 2, /has no list "nobody"/u],
    [["ban"], 2, /wants an address/u],
    [["shout"], 2, /no command shout/u],
    [["list", "--loud"], 2, /no option/u],
    [["status", "other"], 3, /no policy other/u],
    [["-p", "../p", "list"], 2, /no name of a policy/u],
  ])("%j is refused", async (words, code, message) => {
    const ended = await host.sinbin(...words);
    expect({ ...ended, warned: "" }).toEqual({ code, said: "", warned: "" });
    expect(ended.warned).toMatch(message);
  });

  describe("a save file that is", () => {
    test.each([
      ["cut off", (text: string) => text.slice(0, -30)],
      ["empty", () => ""],
      ["altered", (text: string) => text.replace("203.0.113.7", "203.0.113.9")],
      ["of another version", (text: string) => text.replace("sinbin-saved 1", "sinbin-saved 2")],
      ["of another policy", (text: string) => text.replace("sinbin_p", "sinbin_q")],
      ["somebody's nft", () => "add rule inet sinbin_p input drop\n"],
    ])("%s is told and skipped, and the rules load", async (_what, damage) => {
      await host.done("ban", "203.0.113.7");
      await host.done("save");
      host.writeSaved(damage(host.saved() ?? ""));
      await lab.load("flush ruleset\n");
      const { code, warned } = await host.sinbin("load");
      expect(code).toBe(0);
      expect(warned).toMatch(/damaged, or of another version or policy/u);
      expect((await host.sinbin("status")).code).toBe(0);
      expect(await host.done("list", "--plain")).toBe("");
    });

    test("of an older policy gives what the policy still has", async () => {
      await host.done("ban", "203.0.113.7");
      await host.done("ban", "203.0.113.8", "--list", "mixed");
      await host.done("save");
      await lab.load("flush ruleset\n");
      host.install(policy.replaceAll("mixed", "blend"));
      const { code, warned } = await host.sinbin("load");
      expect({ code, warned }).toEqual({
        code: 0,
        warned: expect.stringMatching(
          /1 in .* are on lists that the policy has no more/u,
        ) as string,
      });
      expect(await host.done("list", "--all", "--plain")).toBe("203.0.113.7\n");
    });

    test("from the future, by a clock that went back, makes no ban longer", async () => {
      await host.done("ban", "203.0.113.7", "--for", "10m");
      await host.done("save");
      const text = host.saved() ?? "";
      host.writeSaved(text.replace(/sinbin-saved 1 \d+/u, "sinbin-saved 1 4000000000"));
      await lab.load("flush ruleset\n");
      await host.done("load");
      const [member] = await lab.members("sinbin_p", "list_bin_4");
      expect(member?.expires).toBeLessThanOrEqual(600);
    });
  });

  test("who is forgiven does not come back with what was saved", async () => {
    await host.done("ban", "203.0.113.7");
    await host.done("save");
    await host.done("forgive", "203.0.113.7");
    await lab.load("flush ruleset\n");
    await host.done("keep");
    expect(await host.done("list", "--plain")).toBe("");
  });

  test("speaks as Prometheus reads, and the dashboard asks for nothing else", async () => {
    await host.done("ban", "203.0.113.7");
    const text = await host.done("status", "--prometheus");
    const names = new Set<string>();
    for (const line of text.trim().split("\n")) {
      const help = /^# (?:HELP|TYPE) (\w+) \S/u.exec(line);
      const sample = /^(\w+)\{(?:\w+="(?:[^"\\]|\\.)*",?)+\} \d+$/u.exec(line);
      expect(help ?? sample, line).not.toBeNull();
      const name = (help ?? sample)?.[1] ?? "";
      if (help === null) expect(names, "a heading before its samples").toContain(name);
      names.add(name);
    }
    expect(text).toContain('sinbin_list_members{policy="p",list="bin",family="ipv4"} 1');
    expect(text).toContain('sinbin_loaded{policy="p"} 1');
    const dashboard = new URL("../../../integrations/prometheus/dashboard.json", import.meta.url);
    const asked = readFileSync(dashboard, "utf8").match(/sinbin_[a-z_]+/gu) ?? [];
    expect([...new Set(asked)].filter((name) => !names.has(name))).toEqual([]);
  });
});
