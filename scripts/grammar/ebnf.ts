import type { Expression, Grammar, GrammarToken } from "../../grammar/grammar-model.js";

/** The grammar in the EBNF of the W3C's specifications, with patterns where words are told by their shape. */
export function ebnf(grammar: Grammar): string {
  const widest = Math.max(...grammar.rules.map(({ name }) => name.length));
  const rule = (name: string, body: Expression): string => {
    const head = `${name.padEnd(widest)} ::= `;
    if (body.kind !== "choice" || head.length + print(body, 0).length <= 110) {
      return wrapped(head, print(body, 0));
    }
    const indent = `${" ".repeat(widest)}   | `;
    return body.items
      .map((item, index) => wrapped(index === 0 ? head : indent, print(item, 1)))
      .join("\n");
  };
  return [
    "/* The sinbin policy language. Made from grammar/parser.ts by `npm run generate`; a test fails when it is stale.",
    '   EBNF as in the W3C\'s XML specification: ? * + as usual, "…" for words and signs. Words of a shape are given',
    "   below as ECMAScript patterns. White space, and `#` to the end of a line, may stand between any two words. */",
    "",
    ...grammar.rules.map(({ name, body }) => rule(name, body)),
    "",
    "/* Words. A keyword is reserved only where it is expected, so that it can be a name everywhere else. */",
    "",
    ...grammar.tokens.map((token) => printToken(token, widest)),
    "",
  ].join("\n");
}

function printToken({ name, is }: GrammarToken, widest: number): string {
  const head = `${name.padEnd(widest)} ::= `;
  return is.kind === "pattern"
    ? `${head}${String(is.pattern)}`
    : wrapped(head, is.members.map((member) => print(member, 1)).join(" | "));
}

/** How tightly what is around binds: 0 nothing, 1 a choice's branch, 2 a sequence's part, 3 something repeated. */
type Tightness = 0 | 1 | 2 | 3;

function print(expression: Expression, around: Tightness): string {
  switch (expression.kind) {
    case "word":
      return `"${expression.text}"`;
    case "token":
    case "rule":
      return expression.name;
    case "sequence":
      return inParentheses(expression.items.map((item) => print(item, 2)).join(" "), around > 2);
    case "choice":
      return inParentheses(expression.items.map((item) => print(item, 1)).join(" | "), around > 0);
    case "optional":
      return `${print(expression.item, 3)}?`;
    case "repeat": {
      const { item, least, separator } = expression;
      if (separator === undefined) return `${print(item, 3)}${least === 0 ? "*" : "+"}`;
      const row = `${print(item, 2)} (${print(separator, 2)} ${print(item, 2)})*`;
      return least === 0 ? `(${row})?` : inParentheses(row, around > 2);
    }
  }
}

function inParentheses(text: string, needed: boolean): string {
  return needed ? `(${text})` : text;
}

const widestLine = 118;

function wrapped(head: string, body: string): string {
  const lines: string[] = [];
  let line = head;
  for (const word of body.split(" ")) {
    if (line.length + word.length > widestLine) {
      lines.push(line.trimEnd());
      line = " ".repeat(head.length);
    }
    line += `${word} `;
  }
  return [...lines, line.trimEnd()].join("\n");
}
