import { type ChildProcess, execFile, spawn } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { pause } from "../policy.js";
import { systemdFiles } from "./host.js";

/** A host whose first process is systemd, with Debian's own nftables.service and the units of a policy. */
export interface BootedHost {
  boot(): Promise<void>;
  /** As `systemctl poweroff` does it; what is in the state folder stays. */
  shutDown(): Promise<void>;
  run(...command: string[]): Promise<string>;
  /** What runs a command on it. */
  entry(): readonly string[];
  /** Runs until it says what is wanted, since what systemd propagates is done a little later. */
  until(wanted: RegExp, ...command: string[]): Promise<void>;
  close(): void;
}

const systemUnits = "/lib/systemd/system";

/** What systemd itself asks for, and nothing that would start a service. */
const plainUnits = [
  "basic.target",
  "final.target",
  "local-fs.target",
  "network-pre.target",
  "nftables.service",
  "paths.target",
  "poweroff.target",
  "shutdown.target",
  "slices.target",
  "sockets.target",
  "sysinit.target",
  "systemd-poweroff.service",
  "timers.target",
  "umount.target",
];

const hostTarget = `[Unit]
Description=The host
Requires=sysinit.target
After=sysinit.target
`;

/** @param nftablesConf what nftables.service loads */
export function newHost(policy: string, name: string, nftablesConf: string): BootedHost {
  const folder = mkdtempSync(join(tmpdir(), "sinbinc-boot-"));
  const at = (...parts: string[]): string => join(folder, ...parts);
  for (const one of ["etc/sinbin", "sbin", "state", "units"]) {
    mkdirSync(at(one), { recursive: true });
  }
  for (const unit of plainUnits) copyFileSync(join(systemUnits, unit), at("units", unit));
  writeFileSync(at("units/host.target"), hostTarget);
  writeFileSync(at("etc/nftables.conf"), nftablesConf);
  for (const [file, text] of systemdFiles(policy)) {
    const path = file === "sinbin" ? "sbin" : file.endsWith(".nft") ? "etc/sinbin" : "units";
    writeFileSync(at(path, file), text);
  }
  chmodSync(at("sbin/sinbin"), 0o755);
  enable("nftables.service", "nftables.service");
  enable("sinbin@.service", `sinbin@${name}.service`);

  /** As `systemctl enable` does it. */
  function enable(unit: string, as: string): void {
    const [, wanting = ""] =
      /^WantedBy=(.*)$/mu.exec(readFileSync(at("units", unit), "utf8")) ?? [];
    for (const target of wanting.split(" ")) {
      mkdirSync(at("units", `${target}.wants`), { recursive: true });
      symlinkSync(`../${unit}`, at("units", `${target}.wants`, as));
    }
  }

  let outer: ChildProcess | undefined;
  let inner: string | undefined;

  const entry = (): readonly string[] => ["nsenter", "-t", inner ?? "", "-m", "-n", "-p", "-C"];
  const run: BootedHost["run"] = (...command) => output([...entry(), ...command]);

  const until: BootedHost["until"] = async (wanted, ...command) => {
    let said = "";
    for (let tries = 0; tries < 100; tries++) {
      said = await run(...command).catch((error: unknown) => String(error));
      if (wanted.test(said)) return;
      await pause(100);
    }
    throw new Error(`${command.join(" ")} never said ${String(wanted)}, but\n${said}`);
  };

  return {
    run,
    entry,
    until,
    boot: async () => {
      const script = fileURLToPath(new URL("./boot.sh", import.meta.url));
      const namespaces = ["--mount", "--net", "--uts", "--ipc", "--cgroup", "--pid"];
      const args = [...namespaces, "--fork", "--kill-child", "bash", script, folder];
      const child = spawn("unshare", args, { stdio: ["ignore", "ignore", "pipe"] });
      let trouble = "";
      child.stderr.on("data", (text: Buffer) => (trouble += text.toString()));
      outer = child;
      const children = `/proc/${String(child.pid)}/task/${String(child.pid)}/children`;
      for (let tries = 0; inner === undefined && tries < 100; tries++) {
        await pause(50);
        if (existsSync(children)) inner = readFileSync(children, "utf8").split(" ")[0] || undefined;
      }
      await until(/^(running|degraded)$/mu, "systemctl", "is-system-running").catch(
        (error: unknown) => {
          throw new Error(`systemd did not come up: ${trouble}`, { cause: error });
        },
      );
    },
    shutDown: async () => {
      const ended = new Promise((resolve) => outer?.once("exit", resolve));
      await run("systemctl", "poweroff").catch(() => undefined);
      await ended;
      outer = inner = undefined;
    },
    close: () => {
      outer?.kill("SIGKILL");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function output([file = "", ...args]: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(file, args, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new Error(`${args.join(" ")}\n${stdout}${stderr}`));
    });
  });
}
