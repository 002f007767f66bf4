import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compile } from "../../../src/compile.js";
import { noOtherFiles } from "../../../src/load/source-reader.js";
import { sourceFile } from "../../../src/source/source-file.js";
import { nftables } from "../../../targets/nftables/index.js";
import type { Lab } from "../netns.js";

/** How a command of the host ended. */
export interface Ended {
  readonly code: number;
  readonly said: string;
  /** On standard error. */
  readonly warned: string;
}

/** The defender with a policy, the `sinbin` command, and a place where it saves. */
export interface PolicyHost {
  readonly folder: string;
  /** The policy as it is from now on; nothing is loaded yet. */
  install(policy: string): void;
  /** `sinbin …` on the defender. @param shell what runs it */
  sinbin(...words: string[]): Promise<Ended>;
  /** The same, and it has to end well. */
  done(...words: string[]): Promise<string>;
  savedFile(policy?: string): string;
  /** What was saved, or undefined. */
  saved(policy?: string): string | undefined;
  writeSaved(text: string, policy?: string): void;
  close(): void;
}

/** The files that `compile --format systemd` makes of a policy. */
export function systemdFiles(policy: string): ReadonlyMap<string, string> {
  const options = { version: nftables.defaultVersion, format: "systemd" };
  const file = sourceFile("policy.sbn", policy);
  const { value, diagnostics } = compile(file, nftables, options, noOtherFiles);
  if (value === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return new Map(value.map(({ name, lines }) => [name, [...lines, ""].join("\n")]));
}

/** @param shell what runs the helper, such as `dash` or `busybox sh` */
export function openHost(lab: Lab, shell: readonly string[] = ["sh"]): PolicyHost {
  const folder = mkdtempSync(join(tmpdir(), "sinbinc-host-"));
  const program = join(folder, "sinbin");
  const savedFile = (policy = "p"): string => join(folder, "state", `${policy}.saved`);
  const [first = "", ...rest] = shell;
  const sinbin: PolicyHost["sinbin"] = async (...words) => {
    const script = 'err=$1; shift; "$@" 2>"$err"; echo "code $?"';
    const err = join(folder, "stderr");
    const environment = [`SINBIN_POLICIES=${folder}`, `SINBIN_STATE=${join(folder, "state")}`];
    const command = ["env", ...environment, first, ...rest, program, ...words];
    const output = await lab.run("defender", "sh", "-c", script, "sh", err, ...command);
    const end = /code (\d+)\n$/u.exec(output);
    if (end === null) throw new Error(`no exit code in ${output}`);
    return {
      code: Number(end[1]),
      said: output.slice(0, end.index),
      warned: readFileSync(err, "utf8"),
    };
  };
  return {
    folder,
    install: (policy) => {
      for (const [name, text] of systemdFiles(policy)) writeFileSync(join(folder, name), text);
      chmodSync(program, 0o755);
    },
    sinbin,
    done: async (...words) => {
      const ended = await sinbin(...words);
      if (ended.code !== 0) throw new Error(`sinbin ${words.join(" ")}: ${JSON.stringify(ended)}`);
      return ended.said;
    },
    savedFile,
    saved: (policy) =>
      existsSync(savedFile(policy)) ? readFileSync(savedFile(policy), "utf8") : undefined,
    writeSaved: (text, policy) => {
      writeFileSync(savedFile(policy), text);
    },
    close: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
