import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { renderPretty } from "../../src/diagnostics/render/pretty.js";
import { positionOf, sourceFile } from "../../src/source/source-file.js";
import { nftablesTarget, parseProgram } from "../../targets/nftables/index.js";
import type { NftProgram } from "../../targets/nftables/model.js";
import { policyText } from "../arbitrary/policy.js";
import { wholePolicyText } from "./arbitrary-whole.js";
import { lowered } from "./play.js";
import { statements } from "./statements.js";

function printed(program: NftProgram): string {
  const artifacts = nftablesTarget.print(program, "nft");
  return artifacts.flatMap(({ lines }) => [...lines, ""]).join("\n");
}

function parsed(text: string): NftProgram {
  const { value, diagnostics } = parseProgram(sourceFile("p.nft", text));
  if (value === undefined) {
    throw new Error(diagnostics.map((one) => renderPretty(one, { colour: false })).join("\n"));
  }
  return value;
}

describe("what is printed is read back as it was", () => {
  test.each(Object.entries(statements))("%s", (_name, policy) => {
    const program = lowered(policy);
    expect(parsed(printed(program))).toEqual(program);
  });

  test.each([
    ["any policy", policyText()],
    ["any policy of the whole language", wholePolicyText()],
  ])("%s", (_name, policies) => {
    fc.assert(
      fc.property(policies, (policy) => {
        const program = lowered(policy);
        expect(parsed(printed(program))).toEqual(program);
      }),
    );
  });

  const examples = readdirSync(new URL("../../examples", import.meta.url));
  const files = examples.flatMap((folder) => {
    const expected = new URL(`../../examples/${folder}/expected/nftables/`, import.meta.url);
    const names = readdirSync(expected).filter((name) => name.endsWith(".nft"));
    return names.map((name) => [folder, new URL(name, expected)] as const);
  });
  test("of every example", () => {
    expect(files).toHaveLength(examples.length);
  });
  test.each(files)("%s", (_folder, file) => {
    const text = readFileSync(file, "utf8");
    expect(printed(parsed(text))).toBe(text);
  });
});

describe("what cannot be read", () => {
  const table = (body: string): string => `table inet sinbin_p {\n${body}\n}\n`;
  const chain = (rule: string): string => table(`  chain chain_c {\n    ${rule}\n  }`);

  test.each([
    ["nothing at all", "", "1:1 expected a table, found the end of the text"],
    ["a table of another family", "table ip filter {\n}\n", "1:7 expected `inet`, found `ip`"],
    ["two tables", "table inet a\ntable inet b\n", "2:12 expected `a`, found `b`"],
    [
      "a table without an end",
      "table inet a {\n  chain chain_c {\n",
      "3:1 expected `}`, found the end of the text",
    ],
    [
      "something else in the table",
      table("  map m { }"),
      "2:3 expected `set`, `limit`, `chain` or `}`, found `map`",
    ],
    [
      "a part that no policy has",
      chain("meta mark 7 drop"),
      "3:10 expected `nfproto`, `l4proto` or `length`, found `mark`",
    ],
    [
      "an unknown word",
      chain("constructor drop"),
      "3:5 expected a part of a rule, found `constructor`",
    ],
    [
      "a set that is not there",
      chain("ip saddr @list_l_4 drop"),
      "3:14 expected a set that the table has, found `@list_l_4`",
    ],
    [
      "a chain that is not there",
      chain("jump chain_d"),
      "3:10 expected a chain that the table has, found `chain_d`",
    ],
    [
      "a limit that is not there",
      chain('limit name "limit_c" drop'),
      '3:16 expected a limit that the table has, found `"limit_c"`',
    ],
    [
      "an order of its own",
      chain("numgen random mod 100 < 5 tcp dport 22 drop"),
      "3:31 expected matches before tests, found `tcp`",
    ],
    [
      "something behind the verdict",
      chain("drop counter"),
      "3:10 expected nothing more than a comment, found `counter`",
    ],
    ["a text without an end", chain('log prefix "a'), '3:16 expected a text in quotes, found `"`'],
    [
      "no address",
      chain("ip saddr 192.0.2.300 drop"),
      "3:14 expected an address of ipv4, found `192.0.2.300`",
    ],
    [
      "an address of the other family",
      chain("ip saddr 2001:db8::1 drop"),
      "3:14 expected an address of ipv4, found `2001:db8::1`",
    ],
    [
      "no mask",
      chain("ip saddr & 255.0.255.0 @list_l_4 drop"),
      "3:16 expected a netmask, found `255.0.255.0`",
    ],
    [
      "an interface without quotes",
      chain("iifname eth0 drop"),
      "3:13 expected a text in quotes, found `eth0`",
    ],
    ["no port", chain("tcp dport 70000 drop"), "3:15 expected a number or a range, found `70000`"],
    [
      "a policy of drop",
      table("  chain input {\n    type filter hook input priority filter - 10; policy drop;\n  }"),
      "3:57 expected `accept`, found `drop`",
    ],
    [
      "a hook of another chain",
      table("  chain chain_c {\n    type filter hook input priority 0; policy accept;\n  }"),
      "3:5 expected no hook, for `chain_c` is no base chain of a policy, found `type`",
    ],
    [
      "a set of marks",
      table("  set s {\n    type mark\n  }"),
      "3:10 expected a type of addresses, found `mark`",
    ],
  ])("is told with its place: %s", (_what, text, told) => {
    const { value, diagnostics } = parseProgram(sourceFile("p.nft", text));
    expect(value).toBeUndefined();
    expect(
      diagnostics.map(({ span, message }) => {
        const { line, column } = positionOf(span);
        return `${String(line)}:${String(column)} ${message}`;
      }),
    ).toEqual([told]);
  });

  test("is told for each line", () => {
    const { diagnostics } = parseProgram(
      sourceFile("p.nft", chain("meta mark 7\n    tcp dport 22 drop\n    ct mark 7")),
    );
    expect(diagnostics.map(({ span }) => positionOf(span).line)).toEqual([3, 5]);
  });

  test("never ends in a throw, whatever is broken out or put in", () => {
    const pieces = [
      "{",
      "}",
      "@",
      '"',
      "\n",
      ";",
      "2001::",
      "ip",
      "over",
      "0",
      "\u2028",
      "toString",
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.values(statements)),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.nat(40),
        fc.constantFrom("", ...pieces),
        (policy, share, length, piece) => {
          const text = printed(lowered(policy));
          const at = Math.floor(share * text.length);
          const broken = text.slice(0, at) + piece + text.slice(at + length);
          const { value, diagnostics } = parseProgram(sourceFile("p.nft", broken));
          expect(value === undefined).toBe(diagnostics.length > 0);
          // What still is a policy is printed as such.
          if (value !== undefined) expect(parsed(printed(value))).toEqual(value);
        },
      ),
    );
  });
});
