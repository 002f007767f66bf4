import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { run } from "./fake-host.js";

const script = async (shell: string): Promise<string> => (await run(["completion", shell])).out;

/** What bash offers at the end of a command line. */
async function offered(...words: readonly string[]): Promise<readonly string[]> {
  const program = `${await script("bash")}
COMP_WORDS=(sinbinc ${words.map((word) => `'${word}'`).join(" ")})
COMP_CWORD=${words.length}
_sinbinc
printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync("bash", ["-c", program], { encoding: "utf8" });
  expect(stderr).toBe("");
  return stdout.trim().split("\n");
}

describe("completion in bash", () => {
  test("offers commands, options, and the values of options", async () => {
    expect(await offered("co")).toEqual(["compile", "completion"]);
    expect(await offered("compile", "--target", "")).toEqual(
      expect.arrayContaining(["routeros", "nftables"]),
    );
    expect(await offered("check", "--fo")).toEqual(["--format"]);
    expect(await offered("completion", "")).toEqual(["bash", "zsh", "fish"]);
  });

  test("offers files", async () => {
    expect(await offered("compile", "packag")).toEqual(expect.arrayContaining(["package.json"]));
  });
});

describe.each(["bash", "zsh", "fish"])("the script for %s", (shell) => {
  test("knows every command", async () => {
    const text = await script(shell);
    for (const name of ["compile", "check", "fmt", "explain", "targets", "completion"]) {
      expect(text).toContain(name);
    }
    expect(text).toContain("routeros nftables");
  });

  // Not every machine has all three; a shell that is not there is no reason to fail.
  if (spawnSync(shell, ["--version"]).status !== 0) return;

  test("is one that the shell can read", async () => {
    const { status, stderr } = spawnSync(shell, ["-n"], {
      input: await script(shell),
      encoding: "utf8",
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  });
});
