import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { describeOnKernel, type Lab, link, openLab } from "../kernel/netns.js";
import {
  describeWithNix,
  evaluateAll,
  evaluateModule,
  evaluateModules,
  nixModule,
  withNames,
} from "./evaluate.js";

const at = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

const policy = `policy p
interface wan { nftables ${link.wan} }
list office { 192.168.88.0/24 }
ladder l hook input in wan {
  exempt office
  bin    bin 1h -> drop
  trap   telnet
}
`;

/** The flake with stand-ins for nixpkgs and for itself. */
const flake = `
  let
    lib = import ${at("test/nix/lib.nix")};
    pkgs = {
      stdenv.hostPlatform.system = "x86_64-linux";
      nixfmt-tree = "nixfmt";
      testers.runNixOSTest = test: test;
      callPackage = file: more: import file ({
        inherit lib;
        buildNpmPackage = told: told // { outPath = "/nix/store/sinbinc"; };
        nodejs = "nodejs";
        runCommand = name: told: script: told // { inherit name script; };
        importNpmLock = { __functor = _: told: told; npmConfigHook = "hook"; };
      } // more);
    };
    self = (import ${at("flake.nix")}).outputs {
      self = self // { outPath = ${at("")}.; };
      nixpkgs = { inherit lib; legacyPackages = { x86_64-linux = pkgs; aarch64-linux = pkgs; }; };
    };
  in self`;

describeWithNix("the flake", () => {
  test("gives a package of this version, with every package it needs by name, version and hash", () => {
    const [version, mainProgram, fetched] = evaluateAll([
      `(${flake}).packages.x86_64-linux.default.version`,
      `((${flake}).overlays.default { inherit ((${flake}).packages.aarch64-linux) default; callPackage = _: _: (${flake}).packages.aarch64-linux.default; } { }).sinbinc.meta.mainProgram`,
      `(${flake}).packages.x86_64-linux.default.npmDeps.packageSourceOverrides`,
    ]);
    const manifest = JSON.parse(readFileSync(at("package.json"), "utf8")) as { version: string };
    expect(version).toBe(manifest.version);
    expect(mainProgram).toBe("sinbinc");
    const lock = JSON.parse(readFileSync(at("package-lock.json"), "utf8")) as {
      packages: Record<string, { name?: string; version: string; integrity?: string }>;
    };
    const sources = fetched as Record<string, { script: string; outputHash: string } | undefined>;
    const locked = Object.entries(lock.packages).filter(([place]) => place !== "");
    expect(locked.length).toBeGreaterThan(100);
    for (const [place, entry] of locked) {
      const name = entry.name ?? place.split("node_modules/").at(-1) ?? "";
      expect(sources[place]?.outputHash, place).toBe(entry.integrity);
      expect(entry.integrity, place).toMatch(/^sha512-/u);
      expect(sources[place]?.script, place).toContain(
        `npm pack --silent '${name}@${entry.version}'`,
      );
    }
  });

  test("has a check of a whole NixOS, with the module and a switch that must keep bans", () => {
    const [name, script, specialisations] = evaluateAll([
      `(${flake}).checks.x86_64-linux.switch.name`,
      `(${flake}).checks.x86_64-linux.switch.testScript { nodes.walled.system.build.toplevel = "/top"; }`,
      `let walled = (${flake}).checks.x86_64-linux.switch.nodes.walled { pkgs.writeText = name: text: { inherit name text; }; }; in builtins.attrNames walled.specialisation`,
    ]);
    expect(name).toBe("sinbin");
    expect(script).toContain("/top/specialisation/opened/bin/switch-to-configuration test");
    expect(specialisations).toEqual(["opened", "trial"]);
  });
});

describeWithNix("services.sinbin.policies", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "sinbinc-flake-"));
    writeFileSync(join(folder, "edge.sbn"), policy);
    mkdirSync(join(folder, "bin"));
    const run = `exec "${process.execPath}" --import "${at("node_modules/tsx/dist/esm/index.mjs")}" "${at("src/cli/bin.ts")}" "$@"`;
    writeFileSync(join(folder, "bin/sinbinc"), `#!/bin/sh\n${run}\n`);
    chmodSync(join(folder, "bin/sinbinc"), 0o755);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const modules = (settings: string, name = "p"): readonly string[] => [
    at("nix/module.nix"),
    `{ lib, ... }: { services.sinbin.policies.${name} = { file = ${join(folder, "edge.sbn")}; ${settings} }; }`,
  ];

  const evaluated = (settings: string, name = "p"): ReturnType<typeof evaluateModules> =>
    evaluateModules(modules(settings, name).map((one) => `(${one})`));

  const results = new Map<string, string>();

  /** Does what Nix would, with the script that it would run, and puts the results where they are included. */
  function built(text: string): string {
    return text.replace(
      /include "<<([^]*?)>>\/(\S+)"\n/gu,
      (_all, script: string, part: string) => {
        const before = results.get(script);
        if (before !== undefined) return readFileSync(join(before, part), "utf8");
        const out = mkdtempSync(join(folder, "out-"));
        const work = mkdtempSync(join(folder, "work-"));
        const env = {
          ...process.env,
          PATH: `${join(folder, "bin")}:${process.env["PATH"] ?? ""}`,
          out,
        };
        // The store is a dummy, and holds no copy of what would be in it.
        const runnable = script.replace(
          /\/nix\/store\/[^/\s]+-edge\.sbn/gu,
          join(folder, "edge.sbn"),
        );
        const { status, stderr } = spawnSync("bash", ["-euc", runnable], {
          cwd: work,
          env,
          encoding: "utf8",
        });
        if (status !== 0) throw new Error(stderr);
        results.set(script, out);
        return readFileSync(join(out, part), "utf8");
      },
    );
  }

  const plain = (text: string): string =>
    withNames(text)
      .replace(/^\s+/gmu, "")
      .replace(/^#.*\n|^redefine .*\n/gmu, "")
      .replace(/policy\.sbn:|p\.sbn:/gu, "")
      .trim();

  test.each(["", "trial = true;", 'allow = [ "192.0.2.1" ];', "closedPorts.enable = true;"])(
    "builds what a module from the compiler carries: %s",
    { timeout: 60_000 },
    (settings) => {
      const here = evaluated(settings);
      const there = evaluateModule(nixModule(policy), `{ services.sinbin.p = { ${settings} }; }`);
      const interfaces = / *iifname != \{.*\} return\n/u;
      expect(plain(built(here.rules)).replace(interfaces, "")).toBe(
        plain(there.rules).replace(interfaces, ""),
      );
      expect(here.failed).toEqual([]);
      expect(here.services).toEqual(there.services);
      expect(here.packages).toEqual(there.packages);
    },
  );

  test.each([
    ["", "other", /it is services\.sinbin\.policies\.p/u],
    ['interfaces.lan = [ "eth1" ];', "p", /no rule that asks about an interface lan/u],
  ])("the build refuses what is not so: %s %s", { timeout: 60_000 }, (settings, name, message) => {
    expect(() => built(evaluated(settings, name).rules)).toThrow(message);
  });

  describeOnKernel("on the kernel", () => {
    let lab: Lab;
    beforeAll(async () => {
      lab = await openLab();
    });
    afterAll(() => lab.close());

    test("an interface goes by the name that is set", { timeout: 60_000 }, async () => {
      const from = "198.18.0.1";
      const loadWith = (settings: string): Promise<void> =>
        lab.load(`flush ruleset\n${built(evaluated(settings).text)}`);
      await loadWith('interfaces.wan = [ "eth7" "wg*" ];');
      expect(await lab.inTurn([{ from, port: 23 }])).toEqual(["refused"]);
      await loadWith("closedPorts.enable = true;");
      expect(await lab.inTurn([{ from, port: 23 }])).toEqual(["silent"]);
      expect(await lab.members("sinbin_p", "list_bin_4")).toHaveLength(1);
    });
  });

  describe("is evaluated without building anything", () => {
    test("two policies beside each other", () => {
      const two = `{ ... }: { services.sinbin.policies.q.file = ${join(folder, "edge.sbn")}; }`;
      const { services } = evaluateModules([...modules(""), two].map((one) => `(${one})`));
      expect(Object.keys(services)).toEqual([
        "sinbin-p",
        "sinbin-p-save",
        "sinbin-q",
        "sinbin-q-save",
      ]);
    });
  });
});
