import { readdirSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { noOtherFiles, type SourceReader } from "../../src/load/source-reader.js";
import { describeOnKernel, type Lab, openLab } from "../kernel/netns.js";
import { exampleFiles, examplePolicy, nftText, pause } from "../kernel/policy.js";
import { statements } from "../nftables/statements.js";
import { describeWithNix, evaluateModule, nixModule, parses, withNames } from "./evaluate.js";

const banning = (more = ""): string => `
  policy p
  list office { 192.0.2.0/24 }
  list bin timeout 1h
  chain c hook input { from office -> accept  from bin -> drop  -> jump trap }
  chain trap { new tcp/23 -> add source to bin }
  ${more}`;

/** A module that sets options of `networking`. */
const set = (networking: string): string => `{ lib, ... }: { networking = { ${networking} }; }`;

type Named = readonly [name: string, policy: string, files: SourceReader];

const examples = readdirSync(new URL("../../examples", import.meta.url)).map((folder): Named => [
  folder,
  examplePolicy(folder),
  exampleFiles(folder),
]);
const policies: readonly Named[] = [
  ...Object.entries(statements).map(([name, policy]): Named => [name, policy, noOtherFiles]),
  ...examples,
];

describeWithNix("the NixOS module", () => {
  test.each(policies)("%s parses, and nothing in it contradicts itself", (_name, policy, files) => {
    const module = nixModule(policy, files);
    parses(module);
    expect(evaluateModule(module).failed).toEqual([]);
  });

  test.each(policies)("%s says to nft what the nftables target says", (_name, policy, files) => {
    // Nix takes leading blanks off a text that is made of several.
    const plain = (text: string): string =>
      withNames(text)
        .replace(/^\s+/gmu, "")
        .replace(/^#.*\n/gmu, "")
        .trim();
    const said = plain(nftText(policy, files));
    const carried = plain(evaluateModule(nixModule(policy, files)).rules);
    const clearing = /^table .*\nflush table .*\n(?:add chain .*; delete chain .*\n)*/u;
    expect(carried).toBe(said.replace(clearing, ""));
  });

  describe("says which other setting would lose the bans", () => {
    test.each([
      ["nftables.enable = lib.mkForce false;", /nftables\.enable is off/u],
      ["nftables.flushRuleset = lib.mkForce true;", /flushRuleset is on/u],
      ["nftables.firewall.enable = true;", /nixos-nftables-firewall/u],
      ['nftables.tables.sinbin_p = { family = "inet"; content = ""; };', /the policy's own table/u],
      ['nftables.ruleset = "table ip x\\n  flush ruleset\\n";', /holds "flush ruleset"/u],
      ['nftables.extraDeletions = "flush  ruleset";', /holds "flush ruleset"/u],
      ['firewall = { enable = true; backend = "iptables"; };', /built with iptables/u],
    ])("%s", (networking, message) => {
      const { failed } = evaluateModule(nixModule(banning()), set(networking));
      expect(failed).toHaveLength(1);
      expect(failed[0]).toMatch(message);
    });

    test("and is content with what loses none", () => {
      const networking =
        'nftables = { firewall.enable = false; tables.other = { family = "ip"; content = ""; }; ruleset = "# flush ruleset"; }; firewall.enable = true;';
      expect(evaluateModule(nixModule(banning()), set(networking)).failed).toEqual([]);
    });
  });

  test("takes a spelling for NixOS before the one for nftables", () => {
    const policy = (spellings: string): string =>
      `interface wan { ${spellings} } chain c hook input in wan { tcp/23 -> drop }`;
    const text = (spellings: string): string =>
      withNames(evaluateModule(nixModule(policy(spellings))).rules);
    expect(text("nftables eth0  nixos enp1s0")).toContain('iifname "enp1s0"');
    expect(text("nftables eth0")).toContain('iifname "eth0"');
  });
});

describeWithNix("nixos-rebuild switch", () => {
  describeOnKernel("in a network namespace", () => {
    let lab: Lab;
    beforeAll(async () => {
      lab = await openLab();
    });
    afterAll(() => lab.close());

    const from = "198.18.0.1";
    const table = "sinbin_p";

    async function switchTo(policy: string, saved = "", settings = "{ }"): Promise<string> {
      const { text, deletions } = evaluateModule(nixModule(policy), settings, saved);
      await lab.load(text);
      return deletions;
    }

    test("keeps bans and their time, and leaves no chain of the generation before", async () => {
      await lab.load("flush ruleset\n");
      const first = await switchTo(
        banning("chain gone hook output { -> jump deeper } chain deeper { tcp/80 -> drop }"),
      );
      expect(await lab.attempt([{ from, port: 23 }])).toEqual(["refused"]);
      expect(await lab.attempt([{ from, port: 80 }])).toEqual(["silent"]);
      const [before] = await lab.members(table, "list_bin_4");
      await pause(2100);
      const second = await switchTo(banning(), first);
      const third = await switchTo(banning(), second);
      expect(third).toBe(second);
      const [after] = await lab.members(table, "list_bin_4");
      expect(after?.expires).toBeLessThan((before?.expires ?? 0) - 1);
      expect(await lab.attempt([{ from, port: 80 }])).toEqual(["silent"]);
      const chains = await lab.run("defender", "nft", "list", "table", "inet", table);
      expect([...chains.matchAll(/chain (\S+) \{/gu)].map(([, chain]) => chain).sort()).toEqual([
        "chain_trap",
        "input",
      ]);
    });

    test("with another table opened beside it keeps them as well", async () => {
      await lab.load("flush ruleset\n");
      const first = await switchTo(banning());
      await lab.attempt([{ from, port: 23 }]);
      const opened = set(
        'nftables.tables.nixos-fw = { family = "inet"; content = "set x { type ipv4_addr; }"; };',
      );
      const second = await switchTo(banning(), first, opened);
      await switchTo(banning(), second);
      expect(await lab.members(table, "list_bin_4")).toHaveLength(1);
    });

    test("a flush, which the assertions refuse, would lose them: the test can tell", async () => {
      await lab.load("flush ruleset\n");
      const first = await switchTo(banning());
      await lab.attempt([{ from, port: 23 }]);
      await switchTo(banning(), first, set("nftables.flushRuleset = lib.mkForce true;"));
      expect(await lab.members(table, "list_bin_4")).toEqual([]);
    });

    test("a stop takes all rules off", async () => {
      await lab.load("flush ruleset\n");
      const deletions = await switchTo(banning());
      await lab.attempt([{ from, port: 23 }]);
      await lab.load(deletions);
      expect(await lab.attempt([{ from, port: 80 }])).toEqual(["refused"]);
      expect(await lab.members(table, "list_bin_4")).toHaveLength(1);
    });
  });
});
