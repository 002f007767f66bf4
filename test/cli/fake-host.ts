import { readFileSync } from "node:fs";
import type { Host, Output } from "../../src/cli/host.js";
import { main } from "../../src/cli/main.js";

/** A host of plain values: files are a map, what is written is kept. */
export interface FakeHost extends Host {
  readonly files: Map<string, Uint8Array>;
  out(): string;
  err(): string;
}

export interface Setup {
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  readonly folders?: readonly string[];
  readonly terminal?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  /** Standard output is closed after this many writes. */
  readonly outputCloses?: number;
  readonly unwritable?: boolean;
  /** What the person at the terminal answers, one after the other, some after a while; nobody sits there without. */
  readonly answers?: readonly (string | (() => Promise<string>))[];
}

export function fakeHost(setup: Setup = {}): FakeHost {
  const files = new Map<string, Uint8Array>();
  for (const [path, text] of Object.entries(setup.files ?? {})) files.set(path, Buffer.from(text));
  const folders = new Set(setup.folders ?? []);
  const stdout = fakeOutput(setup.terminal === true, setup.outputCloses);
  const stderr = fakeOutput(setup.terminal === true);
  const answers = [...(setup.answers ?? [])];
  const answer = async (question: string): Promise<string | undefined> => {
    stderr.write(question);
    const next = answers.shift();
    return typeof next === "function" ? next() : next;
  };
  return {
    files,
    env: setup.env ?? {},
    stdout,
    stderr,
    person: setup.answers === undefined ? undefined : { ask: answer, askSecretly: answer },
    out: () => stdout.text(),
    err: () => stderr.text(),
    read: (path) => {
      const value = files.get(path);
      return value === undefined
        ? { ok: false, why: `there is no file ${path}` }
        : { ok: true, value };
    },
    readPieces: (path) => {
      const value = files.get(path);
      return value === undefined
        ? { ok: false, why: `there is no file ${path}` }
        : { ok: true, value: [Buffer.from(value).toString("utf8")] };
    },
    isBelow: () => true,
    readOwn: (path) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8"),
    kindOf: (path) => (folders.has(path) ? "directory" : files.has(path) ? "file" : "missing"),
    sizeOf: (path) => files.get(path)?.length,
    sameFile: (one, other) => one === other,
    write: (outputs) => {
      if (setup.unwritable === true) return { ok: false, why: "the disk is full" };
      for (const { path, chunks } of outputs) files.set(path, Buffer.from([...chunks].join("")));
      return { ok: true, value: undefined };
    },
  };
}

function fakeOutput(isTerminal: boolean, closes = Infinity): Output & { text(): string } {
  const written: string[] = [];
  return {
    isTerminal,
    columns: isTerminal ? 80 : undefined,
    write: (text) => {
      if (written.length >= closes) return false;
      written.push(text);
      return true;
    },
    text: () => written.join(""),
  };
}

export interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** Runs a command line with a fake host, in this process. */
export async function run(args: readonly string[], setup: Setup = {}): Promise<Run> {
  const host = fakeHost(setup);
  const code = await main(args, host);
  return { code, out: host.out(), err: host.err(), files: host.files };
}
