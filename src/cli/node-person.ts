import type * as Readline from "node:readline";
import type * as Tty from "node:tty";
import { Writable } from "node:stream";
import type { Person } from "./host.js";

/** Whoever sits at the terminal; undefined when standard input is none. */
export function nodePerson(): Person | undefined {
  const { isatty }: typeof Tty = process.getBuiltinModule("node:tty");
  if (!isatty(0)) return undefined;
  return {
    ask: (question) => ask(question, true),
    askSecretly: (question) => ask(question, false),
  };
}

/** Asked on standard error: standard output is for artefacts. @returns undefined at the end of input */
function ask(question: string, echo: boolean): Promise<string | undefined> {
  const readline: typeof Readline = process.getBuiltinModule("node:readline");
  const silent = new Writable({
    write: (_chunk, _encoding, done) => {
      done();
    },
  });
  process.stderr.write(question);
  const lines = readline.createInterface({
    input: process.stdin,
    output: echo ? process.stderr : silent,
    terminal: true,
  });
  return new Promise((resolve) => {
    let answer: string | undefined;
    lines.once("line", (line) => {
      answer = line;
      lines.close();
    });
    lines.once("SIGINT", () => {
      lines.close();
    });
    lines.once("close", () => {
      if (!echo || answer === undefined) process.stderr.write("\n");
      resolve(answer);
    });
  });
}
