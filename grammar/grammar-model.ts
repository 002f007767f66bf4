import {
  Alternation,
  Alternative,
  NonTerminal,
  Option,
  Repetition,
  RepetitionMandatory,
  RepetitionMandatoryWithSeparator,
  RepetitionWithSeparator,
  Terminal,
  type TokenType,
} from "chevrotain";
import { strictParser } from "./parser.js";
import { allTokens, keywords } from "./tokens.js";

/** What a rule of the grammar takes: the parser's own description of itself, without the parser. */
export type Expression =
  | { readonly kind: "word"; readonly text: string }
  | { readonly kind: "token"; readonly name: string }
  | { readonly kind: "rule"; readonly name: string }
  | { readonly kind: "sequence"; readonly items: readonly Expression[] }
  | { readonly kind: "choice"; readonly items: readonly Expression[] }
  | { readonly kind: "optional"; readonly item: Expression }
  | {
      readonly kind: "repeat";
      readonly item: Expression;
      readonly least: 0 | 1;
      readonly separator: Expression | undefined;
    };

export interface GrammarRule {
  readonly name: string;
  readonly body: Expression;
}

/** A kind of word that is no keyword and no sign: a pattern, or other kinds. */
export interface GrammarToken {
  readonly name: string;
  readonly is:
    | { readonly kind: "pattern"; readonly pattern: RegExp }
    | { readonly kind: "one-of"; readonly members: readonly Expression[] };
}

export interface Grammar {
  readonly rules: readonly GrammarRule[];
  readonly tokens: readonly GrammarToken[];
  readonly keywords: readonly string[];
  /** `->` and the like, longest first. */
  readonly signs: readonly string[];
}

/** What rules take only so that it can be told better what is wrong with it. */
const takenToBeRefused: Readonly<Record<string, readonly string[]>> = {
  action: ["Identifier"],
  entries: ["AnyName", "WholeNumber"],
  timeout: ["WholeNumber"],
};

function without(names: readonly string[], body: Expression): Expression {
  switch (body.kind) {
    case "word":
    case "token":
    case "rule":
      return body;
    case "optional":
    case "repeat":
      return { ...body, item: without(names, body.item) };
    case "sequence":
      return { ...body, items: body.items.map((item) => without(names, item)) };
    case "choice": {
      const items = body.items.filter(
        (item) => item.kind !== "token" || !names.includes(item.name),
      );
      const [only] = items;
      return items.length === 1 && only !== undefined ? only : { ...body, items };
    }
  }
}

/** The language as its parser and lexer know it. */
export function grammarModel(): Grammar {
  const rules = Object.values(strictParser().getGAstProductions()).map(({ name, definition }) => ({
    name,
    body: without(takenToBeRefused[name] ?? [], sequence(definition)),
  }));
  const signs = allTokens.flatMap(({ PATTERN }) => (typeof PATTERN === "string" ? [PATTERN] : []));
  return {
    rules,
    tokens: allTokens.flatMap((type) => describedToken(type)),
    keywords: [...keywords.keys()],
    signs: signs.toSorted((a, b) => b.length - a.length),
  };
}

function describedToken(type: TokenType): readonly GrammarToken[] {
  const { name, PATTERN: pattern } = type;
  if (keywords.get(spelling(type)) === type || typeof pattern === "string") return [];
  // A text without its end is a mistake that the lexer takes in, not a word of the language.
  if (name === "UnclosedText") return [];
  if (pattern instanceof RegExp && pattern.source !== "NOT_APPLICABLE") {
    return [{ name, is: { kind: "pattern", pattern } }];
  }
  const members = allTokens.filter(
    (member) => member.CATEGORIES?.includes(type) === true && member.name !== "UnclosedText",
  );
  return [{ name, is: { kind: "one-of", members: members.map(terminal) } }];
}

/** A keyword's label is the word in backquotes. */
function spelling({ LABEL: label = "" }: TokenType): string {
  return label.replaceAll("`", "");
}

function terminal(type: TokenType): Expression {
  if (typeof type.PATTERN === "string") return { kind: "word", text: type.PATTERN };
  const word = spelling(type);
  return keywords.get(word) === type
    ? { kind: "word", text: word }
    : { kind: "token", name: type.name };
}

type Production = Alternative["definition"][number];

function sequence(definition: readonly Production[]): Expression {
  const items = definition.map(expression);
  const [only] = items;
  return items.length === 1 && only !== undefined ? only : { kind: "sequence", items };
}

function expression(production: Production): Expression {
  if (production instanceof NonTerminal) return { kind: "rule", name: production.nonTerminalName };
  if (production instanceof Terminal) return terminal(production.terminalType);
  if (production instanceof Alternative) return sequence(production.definition);
  if (production instanceof Alternation) {
    const items = production.definition.map(expression);
    return { kind: "choice", items };
  }
  // Classes with the same members are asked for together: the compiler would rule one out with the other.
  if (
    production instanceof RepetitionMandatoryWithSeparator ||
    production instanceof RepetitionWithSeparator ||
    production instanceof Repetition
  ) {
    const { definition, separator } = production;
    if (production instanceof Repetition) return repeat(definition, 0);
    const least = production instanceof RepetitionMandatoryWithSeparator ? 1 : 0;
    return repeat(definition, least, separator);
  }
  if (production instanceof Option || production instanceof RepetitionMandatory) {
    const { definition } = production;
    return production instanceof Option
      ? { kind: "optional", item: sequence(definition) }
      : repeat(definition, 1);
  }
  throw new Error("a production of a kind that there was not when this was written");
}

function repeat(
  definition: readonly Production[],
  least: 0 | 1,
  separator?: TokenType,
): Expression {
  return {
    kind: "repeat",
    item: sequence(definition),
    least,
    separator: separator && terminal(separator),
  };
}
