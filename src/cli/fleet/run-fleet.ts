import type { Result } from "../../device/problem.js";
import { type ExitCode, exitCode } from "../exit-code.js";
import type { Host } from "../host.js";
import { passwordOf } from "../open-device.js";
import { inChunks, printChunks } from "../tell.js";
import { tellProblems } from "../tell-device.js";
import type { Member } from "./choose-devices.js";
import {
  codeOfAll,
  isFailure,
  type JsonFleet,
  jsonFleet,
  notBegun,
  printRows,
  type Row,
  type Rows,
} from "./fleet-report.js";
import { inTurn, type Turns } from "./in-turn.js";
import { type PrefixedHost, prefixedHost } from "./prefixed-host.js";

/** Does something with one device; what there is to tell goes to a host of its own. */
export type Act = (member: Member, own: Host) => Promise<Row>;

/** Work on several devices. */
export interface FleetRun {
  /** How far it is: who is being worked on is told as interrupted. */
  now(): Rows;
  readonly ended: Promise<Rows>;
}

/** Works on all, the canary first, until one fails. */
export function runFleet(
  hostOf: (member: Member) => PrefixedHost,
  members: readonly Member[],
  { canary, parallel }: Turns,
  act: Act,
): FleetRun {
  const begun = new Map<Member, number>();
  const results = new Map<Member, Row>();
  const one = async (member: Member): Promise<Row> => {
    const own = hostOf(member);
    const start = Date.now();
    begun.set(member, start);
    const row = await act(member, own);
    if (row.problem !== undefined) tellProblems(own, [row.problem]);
    own.flush();
    const timed = { ...row, milliseconds: Date.now() - start };
    results.set(member, timed);
    return timed;
  };
  const now = (): Rows =>
    new Map(
      members.map((member) => {
        const isRunning = begun.has(member) && !results.has(member);
        const interrupted: Row = { outcome: "interrupted", code: exitCode.trouble };
        return [member, results.get(member) ?? (isRunning ? interrupted : notBegun)];
      }),
    );
  const run = async (): Promise<Rows> => {
    const first = members.find(({ reach }) => reach.name === canary);
    if (first === undefined || !isFailure(await one(first))) {
      const others = members.filter((member) => member !== first);
      await inTurn(others, parallel, one, isFailure);
    }
    return now();
  };
  return { now, ended: run() };
}

/** A host for each device, whose names are as wide as the widest. */
export function hostsFor(
  host: Host,
  members: readonly Member[],
  quiet: boolean,
): (member: Member) => PrefixedHost {
  const width = Math.max(...members.map(({ reach }) => reach.name.length));
  return ({ reach }) => prefixedHost(host, reach.name, width, quiet);
}

/** Asks for all passwords before anything is begun: one after the other, and never between the lines of others. */
export async function withPasswords<M extends Member>(
  host: Host,
  members: readonly M[],
): Promise<readonly M[]> {
  const ready: M[] = [];
  for (const member of members) {
    const { reach } = member;
    const password: Result<string> | undefined =
      reach.url.kind === "routeros" ? await passwordOf(host, reach) : undefined;
    ready.push({ ...member, reach: { ...reach, password } });
  }
  return ready;
}

/** The table or the document in the end, and who was not begun. @returns the exit code of all */
export function tellRows(
  host: Host,
  rows: Rows,
  json: { readonly command: JsonFleet["command"]; readonly canary: string | undefined } | undefined,
): ExitCode {
  if (json === undefined) {
    printChunks(host, ["\n", ...inChunks(printRows(rows))]);
  } else {
    const document = jsonFleet(json.command, rows, json.canary);
    host.stdout.write(`${JSON.stringify(document, undefined, 2)}\n`);
  }
  const named = (wanted: (row: Row) => boolean): string =>
    [...rows].flatMap(([{ reach }, row]) => (wanted(row) ? [reach.name] : [])).join(", ");
  const left = named(({ outcome }) => outcome === "not begun");
  if (left !== "") {
    const failed = named((row) => row.outcome !== "not begun" && isFailure(row));
    host.stderr.write(`sinbinc: stopped at ${failed}; not begun, and not changed: ${left}\n`);
  }
  return codeOfAll(rows);
}
