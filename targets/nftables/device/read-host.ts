import type { DeviceFacts } from "../../../src/device/plan.js";
import { bad, good, problem, type Result } from "../../../src/device/problem.js";
import { type Contents, contentsOfLive } from "./contents.js";
import { type LiveTable, liveTable } from "./live-table.js";
import { readScript } from "./scripts.js";
import type { Shell } from "./shell.js";
import { endProblem, nothingChanged } from "./trouble.js";

/** A host at a moment, and a policy's table there. */
export interface HostState {
  readonly facts: DeviceFacts;
  /** Of the table without members and counters, as the host's own `cksum` gives it. */
  readonly sum: string;
  readonly live: { readonly table: LiveTable; readonly contents: Contents } | undefined;
  /** Another push may still be taken back. */
  readonly busy: boolean;
  /** By which one is logged in; undefined on the host's own terminal. */
  readonly session: Session | undefined;
  /** The host's own. */
  readonly addresses: readonly string[];
  /** What `nft list chains` shows of all tables. */
  readonly chains: string;
}

/** The ends of an ssh connection, as the host's sshd sees them. */
export interface Session {
  readonly client: string;
  readonly clientPort: number;
  readonly server: string;
  readonly serverPort: number;
}

export async function readHost(
  shell: Shell,
  name: string,
  table: string,
  fresh = false,
): Promise<Result<HostState>> {
  const ran = await shell.run(readScript, [table], "", fresh);
  if (ran.kind !== "ended" || ran.code !== 0) {
    return bad(endProblem(ran, name, "nft list table", nothingChanged));
  }
  const [head, rest = ""] = split(ran.output, "#chains\n");
  const [chains, listing] = split(rest, "#table\n");
  const said = (word: string): readonly string[] =>
    head
      .split("\n")
      .filter((line) => line.startsWith(`#${word} `))
      .map((line) => line.slice(word.length + 2).trim());
  const version = /^nftables v(\S+)/u.exec(said("version")[0] ?? "")?.[1];
  if (version === undefined) {
    return bad(
      problem("SB6021", {
        device: name,
        why: "`nft --version` says nothing that is known",
        help: "install nftables 1.0.6 or newer",
      }),
    );
  }
  const found = listing === undefined ? undefined : liveTable(listing);
  return good({
    facts: {
      name,
      system: "nftables",
      identity: said("identity")[0] ?? "",
      version,
      board: `Linux ${said("kernel")[0] ?? ""}`,
    },
    sum: said("sum")[0] ?? "",
    live: found && { table: found, contents: contentsOfLive(found) },
    busy: head.split("\n").includes("#busy"),
    session: sessionOf(said("client")[0] ?? ""),
    addresses: said("address"),
    chains,
  });
}

/** Of `SSH_CONNECTION`; see ssh(1). */
function sessionOf(text: string): Session | undefined {
  const [client = "", clientPort = "", server = "", serverPort = ""] = text.split(" ");
  if (client === "") return undefined;
  return { client, clientPort: Number(clientPort), server, serverPort: Number(serverPort) };
}

function split(text: string, line: string): readonly [string, string | undefined] {
  const at = text.startsWith(line) ? 0 : text.indexOf(`\n${line}`) + 1;
  if (at === 0 && !text.startsWith(line)) return [text, undefined];
  return [text.slice(0, at), text.slice(at + line.length)];
}
