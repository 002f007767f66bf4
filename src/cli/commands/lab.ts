import type { Command } from "commander";
import { targets } from "../../../targets/index.js";
import type { Lab, LabOptions } from "../../../targets/routeros/lab/index.js";
import { command, type Context, optionOf } from "../command.js";
import { exitCode, type ExitCode } from "../exit-code.js";
import type { Host } from "../host.js";
import { untilInterrupted } from "../until-interrupted.js";
import { codeOf } from "../node-output.js";
import { tellTrouble } from "../tell.js";
import { UsageError } from "../usage-error.js";

interface Options {
  readonly version?: string;
  readonly port: string;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly user: string;
  readonly passwordFile?: string;
  readonly identity?: string;
  readonly state?: string;
  readonly interfaces?: string;
  readonly interfaceLists?: string;
  readonly fasttrack?: true;
  readonly quirks?: true;
}

export function labCommand(context: Context): Command {
  const versions = targets.find(({ id }) => id === "routeros")?.versions ?? [];
  return command({
    usage: "lab",
    summary: "a RouterOS stand-in on loopback, to try a policy without a router",
    description:
      "Listens on 127.0.0.1 and speaks RouterOS's API, until Ctrl-C. It is no RouterOS: what it is and is\n" +
      "not stands in docs/lab.md.",
    examples: [
      { command: "sinbinc lab", what: "the newest version, on port 8728" },
      {
        command: "sinbinc lab --version 7.16 --port 0 --state lab.json",
        what: "an older one on any free port, which remembers its configuration",
      },
    ],
  })
    .addOption(optionOf("--version <version>", "the RouterOS to stand in for", versions))
    .option("--port <number>", "0 is any free one", "8728")
    .option("--tls-cert <file>", "a certificate (PEM): the API under TLS, as api-ssl")
    .option("--tls-key <file>", "its key (PEM)")
    .option("--user <name>", "who may log in", "admin")
    .option("--password-file <file>", "the password; without, it is empty")
    .option("--identity <name>", "what it calls itself")
    .option("--state <file>", "where its configuration is kept")
    .option("--interfaces <names>", "interfaces there are, with commas")
    .option("--interface-lists <names>", "interface lists there are, with commas")
    .option("--fasttrack", "fasttrack's dummy rows stand before all rules")
    .option("--quirks", "rows shown as one RouterOS 7.23.7 was seen to show them")
    .action(async (options: Options) => {
      context.finish(await runLab(context.host, options, versions));
    });
}

async function runLab(
  host: Host,
  options: Options,
  versions: readonly string[],
): Promise<ExitCode> {
  const version = options.version;
  if (version !== undefined && !versions.includes(version.replace(/^(\d+\.\d+)\.\d+$/u, "$1"))) {
    throw new UsageError(
      `no RouterOS \`${version}\` is known here`,
      `known are ${versions.join(", ")}`,
    );
  }
  if (!/^\d{1,5}$/u.test(options.port) || Number(options.port) > 65_535) {
    throw new UsageError(`\`${options.port}\` is no port`, "0 to 65535; 0 is any free one");
  }
  if ((options.tlsCert === undefined) !== (options.tlsKey === undefined)) {
    throw new UsageError("--tls-cert and --tls-key go together");
  }
  const files = readFiles(host, options);
  if (typeof files === "string") {
    tellTrouble(host, files);
    return exitCode.trouble;
  }
  // Only now: nobody who compiles is to wait for network code.
  const { LabStateError, startLab } = await import("../../../targets/routeros/lab/index.js");
  let lab: Lab;
  const keeper = stateKeeper(host, options.state, () => lab.saved());
  try {
    lab = await startLab({ ...labOptions(options), ...files, onChange: keeper.changed });
  } catch (error) {
    const isOurs = error instanceof LabStateError;
    if (!isOurs && codeOf(error) === undefined) throw error;
    tellTrouble(
      host,
      isOurs ? `${options.state ?? ""} is of no use: ${error.message}` : whyDeaf(error, options),
    );
    return exitCode.trouble;
  }
  const scheme = options.tlsCert === undefined ? "routeros" : "routeros+tls";
  host.stdout.write(`${scheme}://${options.user}@${lab.host}:${lab.port}\n`);
  host.stderr.write("sinbinc: the lab works until Ctrl-C\n");
  await untilInterrupted().signal;
  await lab.stop();
  return keeper.finish() ? exitCode.well : exitCode.trouble;
}

function labOptions(options: Options): LabOptions {
  const { version, identity, interfaces, interfaceLists } = options;
  return {
    port: Number(options.port),
    ...(version === undefined ? {} : { version }),
    ...(identity === undefined ? {} : { identity }),
    ...(interfaces === undefined ? {} : { interfaces: interfaces.split(",") }),
    ...(interfaceLists === undefined ? {} : { interfaceLists: interfaceLists.split(",") }),
    fasttrack: options.fasttrack === true,
    quirks: options.quirks === true,
  };
}

/** @returns why one of them can't be read */
function readFiles(host: Host, options: Options): LabOptions | string {
  const texts: Record<string, string> = {};
  for (const name of ["tlsCert", "tlsKey", "passwordFile", "state"] as const) {
    const path = options[name];
    // A state that is not there yet begins now.
    if (path === undefined || (name === "state" && host.kindOf(path) === "missing")) continue;
    const read = host.read(path);
    if (!read.ok) return read.why;
    texts[name] = new TextDecoder().decode(read.value);
  }
  const { tlsCert, tlsKey, passwordFile = "", state } = texts;
  const password = passwordFile.replace(/\r?\n$/u, "");
  return {
    users: [{ name: options.user, password, group: "full" }],
    ...(tlsCert === undefined || tlsKey === undefined
      ? {}
      : { tls: { certificate: tlsCert, key: tlsKey } }),
    ...(state === undefined ? {} : { state }),
  };
}

interface StateKeeper {
  readonly changed: () => void;
  /** @returns whether all is written */
  finish(): boolean;
}

/** Writes the state a moment after a change, so that many changes cost one file. */
function stateKeeper(host: Host, path: string | undefined, saved: () => string): StateKeeper {
  let timer: NodeJS.Timeout | undefined;
  const write = (): boolean => {
    timer = undefined;
    if (path === undefined) return true;
    const wrote = host.write([{ path, chunks: [saved(), "\n"] }]);
    if (!wrote.ok) tellTrouble(host, wrote.why);
    return wrote.ok;
  };
  return {
    changed: () => {
      if (path !== undefined) timer ??= setTimeout(write, 500);
    },
    finish: () => {
      if (timer === undefined) return true;
      clearTimeout(timer);
      return write();
    },
  };
}

function whyDeaf(error: unknown, { port }: Options): string {
  switch (codeOf(error)) {
    case "EADDRINUSE":
      return `port ${port} is in use; another one is --port 0`;
    case "EACCES":
      return `port ${port} needs rights that you have not; take one above 1023, or --port 0`;
    case undefined:
    default:
      return `the lab can't start: ${error instanceof Error ? error.message : String(error)}`;
  }
}
