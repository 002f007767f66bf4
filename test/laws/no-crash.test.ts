import fc from "fast-check";
import { expect, test } from "vitest";
import { compileToRuleset } from "../../src/compile.js";
import { sourceFile } from "../../src/source/source-file.js";
import { wholePolicyText } from "../arbitrary/policy.js";

const words = fc.constantFrom(
  ...'policy family ipv4 ipv6 both interface service list timeout forever chain ladder hook input forward output new established related invalid untracked from to in out proto accept drop return jump log count add source destination for exempt ignore rungs bin odds trap any other limit over burst per conns scan low high flags syn ack length mac reject with tarpit else include max prerouting place first after early expect every about at banned within tries a b tcp udp ssh -> , / ! = { } "x" "x 1 80% 0% 1m 1x 10/m 8:0 0s > >= <= +- tcp-reset echo-request 02:00:00:aa:bb:cc 10.0.0.0/8 10.0.0.1/8 ::1 fe80::/10 1-2 # ## \n \u0001 é $ 99999 9.9.9.9.9 \\'.split(
    " ",
  ),
  "\n",
  "\r\n",
);

function spansLieInside(text: string): void {
  const file = sourceFile("law.sbn", text);
  const { diagnostics, value } = compileToRuleset(file);
  expect(value === undefined || diagnostics.every(({ severity }) => severity === "warning")).toBe(
    true,
  );
  for (const { span, labels, suggestion, message } of diagnostics) {
    const spans = [
      span,
      ...labels.map((label) => label.span),
      ...(suggestion ? [suggestion.span] : []),
    ];
    for (const { start, end } of spans) {
      expect(start).toBeGreaterThanOrEqual(0);
      expect(end).toBeGreaterThanOrEqual(start);
      expect(end).toBeLessThanOrEqual(file.text.length);
    }
    expect(message).not.toBe("");
  }
}

// Shows that nothing throws and places are right, not that the messages help.
test("any text is compiled or refused with places inside it", () => {
  fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 200 }), spansLieInside));
});

test("any row of the language's own words is compiled or refused", () => {
  const soup = fc.array(words, { maxLength: 60 }).map((items) => items.join(" "));
  fc.assert(fc.property(soup, spansLieInside), { numRuns: 2000 });
});

test("a right policy with one piece cut out or put in is compiled or refused", () => {
  fc.assert(
    fc.property(wholePolicyText(), fc.nat(), fc.nat(40), words, (text, at, length, word) => {
      const start = at % text.length;
      spansLieInside(text.slice(0, start) + text.slice(start + length));
      spansLieInside(`${text.slice(0, start)} ${word} ${text.slice(start)}`);
    }),
    { numRuns: 300 },
  );
});
