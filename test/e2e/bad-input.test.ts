import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { checkDocument } from "../../src/cli/schemas.js";
import { inFolder, put, sinbinc } from "./cli.js";

/**
 * Whatever stands in a file: an error with its place, exit code 1, in bounded time, without a stack trace, and without
 * an output file.
 */

interface Bad {
  readonly name: string;
  readonly content: string | Uint8Array;
  /** The first thing that is told: code, line and column. */
  readonly first: readonly [string, number, number];
  readonly target?: string;
}

const mega = 10 * 1024 * 1024;

/** The same garbage in every run (Numerical Recipes' ranqd1). */
function garbage(length: number, byteOf: (random: number) => number): Uint8Array {
  const bytes = new Uint8Array(length);
  let state = 20240229;
  for (let index = 0; index < length; index++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    bytes[index] = byteOf(state >>> 16);
  }
  return bytes;
}

const letters = Buffer.from("abcdefghijklmnopqrstuvwxyz      \n");
const words = garbage(mega, (random) => letters[random % letters.length]!);
const chain = (rules: string): string => `chain guard hook input {\n${rules}\n}\n`;

const bad: readonly Bad[] = [
  { name: "an empty file", content: "", first: ["SB1005", 1, 1] },
  { name: "comments only", content: "# nothing\n", first: ["SB1005", 1, 1] },
  {
    name: "a program (ELF)",
    content: Uint8Array.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0xff, 0xfe]),
    first: ["SB1004", 1, 8],
  },
  { name: "a NUL byte", content: "policy edge\nlist\0a { }\n", first: ["SB1004", 2, 5] },
  {
    name: "invalid UTF-8",
    content: Uint8Array.from([...Buffer.from("policy edge\n# é "), 0xc3, 0x28]),
    first: ["SB1004", 2, 5],
  },
  {
    name: "a surrogate in UTF-8",
    content: Uint8Array.from([...Buffer.from("# "), 0xed, 0xa0, 0x80]),
    first: ["SB1004", 1, 3],
  },
  {
    name: "UTF-16",
    content: Buffer.from("\uFEFFpolicy edge\n", "utf16le"),
    first: ["SB1004", 1, 1],
  },
  {
    name: "10 MB of random bytes",
    content: garbage(mega, (random) => random & 0xff),
    first: ["SB1004", 1, 2],
  },
  { name: "10 MB of random words", content: words, first: ["SB1003", 1, 1] },
  {
    name: "one line of 10 MB",
    content: words.map((byte) => (byte === 0x0a ? 0x20 : byte)),
    first: ["SB1004", 1, 1],
  },
  { name: "10 MB of {", content: "{".repeat(mega), first: ["SB1004", 1, 1] },
  { name: "10 MB of quotes", content: '"'.repeat(mega), first: ["SB1004", 1, 1] },
  {
    name: "a line of 10 MB in a text",
    content: `policy "${"x".repeat(mega)}`,
    first: ["SB1004", 1, 1],
  },
  {
    name: "braces 100,000 deep",
    content: `chain guard hook input ${"{ ".repeat(100_000)}`,
    first: ["SB1003", 1, 26],
  },
  {
    name: "100,000 mistakes",
    content: chain("  from nobody -> drop\n".repeat(100_000)),
    first: ["SB2001", 2, 8],
  },
  { name: "a text not closed", content: chain('  new -> log "x'), first: ["SB1002", 2, 14] },
  { name: "an unknown list", content: chain("  from nobody -> drop"), first: ["SB2001", 2, 8] },
  { name: "an unknown chain", content: chain("  -> jump nowhere"), first: ["SB2001", 2, 11] },
  { name: "an unknown service", content: chain("  sshh -> drop"), first: ["SB2001", 2, 3] },
  { name: "an unknown interface", content: chain("  in wan -> drop"), first: ["SB2001", 2, 6] },
  {
    name: "a list declared twice",
    content: `list a { 192.0.2.1 }\nlist a { 192.0.2.2 }\n${chain("  from a -> drop")}`,
    first: ["SB2002", 2, 6],
  },
  { name: "two chains of one name", content: chain("") + chain(""), first: ["SB2002", 4, 7] },
  { name: "odds of 0 %", content: chain("  new 0% -> drop"), first: ["SB1010", 2, 7] },
  { name: "odds of 100.5 %", content: chain("  new 100.5% -> drop"), first: ["SB1010", 2, 7] },
  {
    name: "odds of 33.3 % on RouterOS",
    content: chain("  new 33.3% -> drop"),
    first: ["SB5001", 2, 3],
    target: "routeros",
  },
  {
    name: "a timeout beyond RouterOS's",
    content: `list seen timeout 40w\n${chain("  new -> add source to seen")}`,
    first: ["SB5002", 1, 19],
    target: "routeros",
  },
  { name: "host bits set", content: chain("  from 192.0.2.7/24 -> drop"), first: ["SB1007", 2, 8] },
  {
    name: "IPv6 in an IPv4 policy",
    content: `family ipv4\nlist a { 2001:db8::1 }\n${chain("  from a -> drop")}`,
    first: ["SB2009", 2, 10],
  },
  {
    name: "IPv6 in an IPv4 chain",
    content: "chain guard hook input family ipv4 {\n  from 2001:db8::1 -> drop\n}\n",
    first: ["SB2009", 2, 8],
  },
  {
    name: "a jump loop",
    content: `${chain("  -> jump a")}chain a { -> jump b }\nchain b { -> jump a }\n`,
    first: ["SB2004", 5, 14],
  },
];

describe.each(bad)("$name", ({ content, first, target }) => {
  test("is told with its place, and nothing else happens", () => {
    inFolder((folder) => {
      const policy = put(folder, "edge.sbn", content);
      const on = ["--target", target ?? "nftables"];

      const checked = sinbinc(["check", policy, ...on, "--format", "json"]);
      expect(checked).toMatchObject({ code: 1, err: "" });
      const { diagnostics } = checkDocument.parse(JSON.parse(checked.out));
      const [told] = diagnostics;
      expect([told?.code, told?.start.line, told?.start.column]).toEqual(first);
      expect(told?.severity).toBe("error");
      expect(diagnostics.length).toBeLessThanOrEqual(101);

      const output = join(folder, "out.nft");
      const compiled = sinbinc(["compile", policy, ...on, "-o", output]);
      expect({ code: compiled.code, out: compiled.out }).toEqual({ code: 1, out: "" });
      expect(compiled.err).toContain(`error[${first[0]}]: `);
      expect(compiled.err).toContain(`${policy}:${first[1]}:${first[2]}\n`);
      expect(compiled.err).not.toMatch(/^ {4}at /mu);
      expect(compiled.err).not.toMatch(/[^\P{C}\n\t]/u);
      expect(compiled.err.length).toBeLessThan(200_000);
      expect(existsSync(output)).toBe(false);
      expect(readdirSync(folder)).toEqual(["edge.sbn"]);
    });
  });
});

describe("what only looks bad works", () => {
  const good = "policy edge\n\nchain guard hook input {\n  from 192.0.2.7 -> drop\n}\n";

  test.each([
    ["CRLF", good.replaceAll("\n", "\r\n")],
    ["lone CR", good.replaceAll("\n", "\r")],
    ["a byte order mark", `\uFEFF${good}`],
    ["no last line end", good.trimEnd()],
    ["tabs", good.replaceAll("  ", "\t")],
  ])("%s", (_name, content) => {
    const plain = sinbinc(["compile", "-", "--target", "nftables"], { input: good });
    const other = sinbinc(["compile", "-", "--target", "nftables"], { input: content });
    expect(other).toEqual({ code: 0, err: "", out: plain.out });
  });

  test("a file with three errors shows three", () => {
    const input = chain("  from nobody -> drop\n  new 0% -> drop\n  from 192.0.2.7/24 -> drop");
    const { code, err } = sinbinc(["check", "-"], { input });
    expect(code).toBe(1);
    expect(err.match(/^error\[SB\d{4}\]: /gmu)).toHaveLength(3);
    expect(err).toContain("\n3 errors\n");
  });
});
