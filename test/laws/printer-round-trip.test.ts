import fc from "fast-check";
import { expect, test } from "vitest";
import { parsePolicy } from "../../grammar/index.js";
import { printPolicy } from "../../src/ast/print.js";
import { sourceFile } from "../../src/source/source-file.js";
import { wholePolicyText } from "../arbitrary/policy.js";
import { plain } from "./plain.js";

function parse(text: string): ReturnType<typeof parsePolicy> {
  return parsePolicy(sourceFile("law.sbn", text));
}

function commentsOf(text: string): readonly string[] {
  return [...text.matchAll(/(?<!["\w])#[^\n]*/gu)].map(([comment]) => comment.trimEnd()).sort();
}

// Says nothing of how pretty the layout is, nor of comments between the words of one rule.
test("parse(print(ast)) is ast, and printing twice is printing once", () => {
  fc.assert(
    fc.property(wholePolicyText(), (text) => {
      const first = parse(text);
      expect(first.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
      const printed = printPolicy(first.policy);
      const second = parse(printed);
      expect(plain(second.policy)).toEqual(plain(first.policy));
      expect(printPolicy(second.policy)).toBe(printed);
      expect(commentsOf(printed)).toEqual(commentsOf(text));
    }),
    { numRuns: 300 },
  );
});

test("comments survive wherever they stand", () => {
  const words =
    'policy p list a timeout 1m { 192.0.2.1 , 192.0.2.2 } interface w { routeros e1 nftables e2 } chain c hook input in w { new ssh from a 5% -> log "x" , add source to a } ladder l hook input place last { exempt a rungs b 1m bin d 1h early log "y" -> drop odds any 5% scan 21 3s low 3 high 1 } chain e { flags syn !ack limit 5/s burst 9 per source conns > 5 per source/24 length 1-9 mac ! 02:00:00:aa:bb:cc -> tarpit else drop } expect "e" { ssh every 1s +- 1s banned within 6 tries <= 1% }'.split(
      " ",
    );
  fc.assert(
    fc.property(fc.array(fc.nat(words.length), { maxLength: 12 }), (places) => {
      const sign = (place: number, index: number): string =>
        index % 3 === 0 ? `## note ${String(place)}\n` : `# comment ${String(place)}\n`;
      const text = words
        .map(
          (word, at) =>
            places.map((place, i) => (place === at ? sign(place, i) : "")).join("") + word,
        )
        .join(places.length % 2 === 0 ? " " : "\n");
      const first = parse(text);
      expect(first.diagnostics).toEqual([]);
      const printed = printPolicy(first.policy);
      expect(commentsOf(printed)).toEqual(commentsOf(text));
      expect(plain(parse(printed).policy)).toEqual(plain(first.policy));
      expect(printPolicy(parse(printed).policy)).toBe(printed);
    }),
  );
});
