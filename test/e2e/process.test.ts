import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { inFolder, program, put, root, sinbinc } from "./cli.js";

/** What only a process shows: files, pipes, exit codes. */

const good = "policy edge\n\nchain guard hook input {\n  from 192.0.2.7 -> drop\n}\n";
const bad = "chain guard hook input {\n  from nobody -> drop\n}\n";
const long = `list many {\n${Array.from(
  { length: 50_000 },
  (_, index) => `  10.${index >> 15}.${(index >> 7) & 255}.${(index & 127) * 2},\n`,
).join("")}}\nchain guard hook input {\n  from many -> drop\n}\n`;

describe("-o", () => {
  test("leaves a file that is there byte for byte when there are errors", () => {
    inFolder((folder) => {
      const output = put(folder, "edge.nft", "what was there\n");
      const before = statSync(output);
      const policy = put(folder, "edge.sbn", bad);
      expect(sinbinc(["compile", policy, "-t", "nftables", "-o", output]).code).toBe(1);
      expect(readFileSync(output, "utf8")).toBe("what was there\n");
      expect(statSync(output)).toMatchObject({ ino: before.ino, mtimeMs: before.mtimeMs });
    });
  });

  test("replaces a file in one step, and keeps its permissions", () => {
    inFolder((folder) => {
      const output = put(folder, "edge.nft", "what was there\n");
      chmodSync(output, 0o640);
      const before = statSync(output).ino;
      const policy = put(folder, "edge.sbn", good);
      const result = sinbinc(["compile", policy, "-t", "nftables", "-o", output]);
      expect(result).toEqual({ code: 0, out: "", err: "" });
      expect(readFileSync(output, "utf8")).toContain("192.0.2.7");
      expect(statSync(output).mode & 0o777).toBe(0o640);
      expect(statSync(output).ino).not.toBe(before);
      expect(readdirSync(folder).toSorted()).toEqual(["edge.nft", "edge.sbn"]);
    });
  });

  test("writes through a link, which stays one", () => {
    inFolder((folder) => {
      const real = put(folder, "real.nft", "old");
      const link = join(folder, "link.nft");
      symlinkSync(real, link);
      const policy = put(folder, "edge.sbn", good);
      expect(sinbinc(["compile", policy, "-t", "nftables", "-o", link]).code).toBe(0);
      expect(lstatSync(link).isSymbolicLink()).toBe(true);
      expect(readFileSync(real, "utf8")).toContain("192.0.2.7");
    });
  });

  test("never overwrites the policy, by whatever name", () => {
    inFolder((folder) => {
      const policy = put(folder, "edge.sbn", good);
      const link = join(folder, "link.sbn");
      symlinkSync(policy, link);
      for (const output of [policy, link, join(folder, ".", "edge.sbn")]) {
        expect(sinbinc(["compile", policy, "-t", "nftables", "-o", output]).code).toBe(2);
      }
      expect(readFileSync(policy, "utf8")).toBe(good);
    });
  });

  test("puts files into a folder, and makes folders on the way", () => {
    inFolder((folder) => {
      const policy = put(folder, "edge.sbn", good);
      mkdirSync(join(folder, "out"));
      expect(sinbinc(["compile", policy, "-t", "nftables", "-o", join(folder, "out")]).code).toBe(
        0,
      );
      expect(readdirSync(join(folder, "out"))).toHaveLength(1);
      const deep = join(folder, "a/b/edge.nft");
      expect(sinbinc(["compile", policy, "-t", "nftables", "-o", deep]).code).toBe(0);
      expect(existsSync(deep)).toBe(true);
    });
  });

  test("writes to a device", () => {
    inFolder((folder) => {
      const policy = put(folder, "edge.sbn", good);
      const result = sinbinc(["compile", policy, "-t", "nftables", "-o", "/dev/null"]);
      expect(result).toEqual({ code: 0, out: "", err: "" });
      expect(statSync("/dev/null").isCharacterDevice()).toBe(true);
    });
  });

  test("tells in one line where it cannot write", () => {
    inFolder((folder) => {
      const policy = put(folder, "edge.sbn", good);
      const result = sinbinc(["compile", policy, "-t", "nftables", "-o", join(policy, "x.nft")]);
      expect(result.code).toBe(3);
      expect(result.err).toMatch(/^sinbinc: .+ is a file, not a folder\n$/u);
    });
  });
});

describe("a file that cannot be read is one line and exit code 3", () => {
  test.each([
    ["missing", "none.sbn", /there is no file .*none\.sbn; check the name/u],
    ["a folder", ".", /is a folder; name a file in it/u],
    ["below a file", "edge.sbn/x", /a part of that path is a file/u],
    ["too long", "huge.sbn", /is longer than 64 MiB/u],
  ])("%s", (_name, name, words) => {
    inFolder((folder) => {
      put(folder, "edge.sbn", good);
      spawnSync("truncate", ["-s", "65M", join(folder, "huge.sbn")]);
      for (const command of [["check"], ["fmt"], ["explain"], ["compile", "-t", "nftables"]]) {
        const { code, out, err } = sinbinc([...command, name], { cwd: folder });
        expect({ code, out }).toEqual({ code: 3, out: "" });
        expect(err).toMatch(words);
        expect(err.trimEnd().split("\n")).toHaveLength(1);
      }
    });
  });
});

describe("pipes", () => {
  const shell = (script: string, folder: string): { status: number | null; stderr: string } => {
    const env = { ...process.env, SINBINC: `${process.execPath} ${program}` };
    return spawnSync("bash", ["-c", script], { cwd: folder, encoding: "utf8", env });
  };

  test("a reader that leaves early ends it quietly", () => {
    inFolder((folder) => {
      put(folder, "long.sbn", long);
      const script =
        "$SINBINC compile long.sbn -t nftables | head -c 100 >/dev/null; exit ${PIPESTATUS[0]}";
      expect(shell(script, folder)).toMatchObject({ status: 0, stderr: "" });
    });
  });

  test("a full disk behind standard output is told in one line", () => {
    inFolder((folder) => {
      put(folder, "edge.sbn", good);
      const script = "$SINBINC compile edge.sbn -t nftables > /dev/full";
      const { status, stderr } = shell(script, folder);
      expect(status).toBe(3);
      expect(stderr).toMatch(/^sinbinc: ENOSPC.*\n$/u);
    });
  });

  test("nobody reads what it says", () => {
    inFolder((folder) => {
      put(
        folder,
        "bad.sbn",
        bad.replace("from nobody -> drop\n", "from nobody -> drop\n".repeat(5000)),
      );
      const script = "$SINBINC check bad.sbn 2>&1 | true; exit ${PIPESTATUS[0]}";
      expect(shell(script, folder)).toMatchObject({ status: 1 });
    });
  });

  test("a slow reader gets everything", () => {
    inFolder((folder) => {
      put(folder, "long.sbn", long);
      const whole = sinbinc(["compile", "long.sbn", "-t", "nftables"], { cwd: folder }).out;
      const script = "$SINBINC compile long.sbn -t nftables | (sleep 1; wc -c)";
      const { stdout } = spawnSync("bash", ["-c", script], {
        cwd: folder,
        encoding: "utf8",
        env: { ...process.env, SINBINC: `${process.execPath} ${program}` },
      });
      expect(Number(stdout)).toBe(Buffer.byteLength(whole));
    });
  });
});

describe("the built program", () => {
  test("explains a code from wherever it is called", () => {
    const { code, out } = sinbinc(["explain", "SB2001"], { cwd: "/" });
    expect(code).toBe(0);
    expect(out).toBe(readFileSync(join(root, "docs/diagnostics/SB2001.md"), "utf8"));
  });

  test("starts without the code cache, and with a stale one", () => {
    inFolder((folder) => {
      const copy = (name: string): string =>
        put(folder, name, readFileSync(join(root, "dist", name)));
      const cli = copy("cli.js");
      copy("cli-program.cjs");
      put(folder, "package.json", '{ "type": "module", "version": "1.2.3" }');
      const version = (): string =>
        spawnSync(process.execPath, [cli, "--version"], { encoding: "utf8" }).stdout;
      expect(version()).toBe("1.2.3\n");
      put(folder, "cli-program.bin", "no code cache");
      expect(version()).toBe("1.2.3\n");
    });
  });

  test("uses the code cache that was built for it", () => {
    const check = `
      const { readFileSync } = require("node:fs");
      const source = readFileSync("dist/cli-program.cjs", "latin1");
      const script = new (require("node:vm").Script)(
        "(function(require,__filename){" + source + "\\n})",
        { cachedData: readFileSync("dist/cli-program.bin") });
      console.log(script.cachedDataRejected);`;
    const { stdout } = spawnSync(process.execPath, ["-e", check], { cwd: root, encoding: "utf8" });
    expect(stdout).toBe("false\n");
  });
});
