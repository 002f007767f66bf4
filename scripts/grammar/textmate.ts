import type { Grammar } from "../../grammar/grammar-model.js";

/** What a keyword is for, which is what an editor shows by its colour. */
const roles = {
  "keyword.other.statement": "policy family include interface service list chain ladder expect",
  "keyword.other.clause":
    "timeout max per hook place after exempt ignore rungs bin odds trap early with else for burst low high",
  "keyword.control.verdict": "accept drop reject tarpit return jump",
  "keyword.other.action": "log count add",
  "keyword.other.condition":
    "from to in out proto limit over conns scan flags length mac every about at banned within tries",
  "constant.language.state": "new established related invalid untracked",
  "constant.language.flag": "fin syn rst psh ack urg ece cwr",
  "constant.language":
    "ipv4 ipv6 both forever input forward output prerouting first last source destination any other",
} as const;

interface Pattern {
  readonly name?: string;
  readonly match?: string;
  readonly begin?: string;
  readonly end?: string;
  readonly captures?: Readonly<Record<string, { readonly name: string }>>;
  readonly patterns?: readonly Pattern[];
}

/** A TextMate grammar, which editors and code hosts colour by. */
export function textMate(grammar: Grammar): string {
  const shape = (name: string): string => {
    const token = grammar.tokens.find((known) => known.name === name);
    if (token?.is.kind !== "pattern") throw new Error(`no pattern for ${name}`);
    return `(?<![\\w.:-])(?:${token.is.pattern.source})(?![\\w-])`;
  };
  const identifier = shape("Identifier").replace("(?<![\\w.:-])", "").replace("(?![\\w-])", "");
  const patterns: readonly Pattern[] = [
    { name: "comment.line.documentation.sinbin", match: "##.*$" },
    { name: "comment.line.number-sign.sinbin", match: "#.*$" },
    {
      name: "string.quoted.double.sinbin",
      begin: '"',
      end: '"|$',
      patterns: [
        { name: "constant.character.escape.sinbin", match: '\\\\["\\\\n]' },
        { name: "invalid.illegal.escape.sinbin", match: "\\\\." },
      ],
    },
    {
      match: `\\b(policy|interface|service|list|chain|ladder)\\s+(${identifier})`,
      captures: {
        1: { name: "keyword.other.statement.sinbin" },
        2: { name: "entity.name.sinbin" },
      },
    },
    {
      match: `\\b(jump)\\s+(${identifier})`,
      captures: {
        1: { name: "keyword.control.verdict.sinbin" },
        2: { name: "entity.name.function.sinbin" },
      },
    },
    {
      // The signs that have letters or digits beside them would end the shapes below.
      match: `\\b(tcp|udp|icmp)(/)`,
      captures: {
        1: { name: "support.type.protocol.sinbin" },
        2: { name: "keyword.operator.sinbin" },
      },
    },
    {
      // As in `per source/24`, which is no address.
      match: "\\b(source|destination)(/)(\\d+)",
      captures: {
        1: { name: "constant.language.sinbin" },
        2: { name: "keyword.operator.sinbin" },
        3: { name: "constant.numeric.sinbin" },
      },
    },
    {
      name: "constant.numeric.percent.sinbin",
      match: `(?<![\\w.:-])(?:${bare("PercentText", shape)})`,
    },
    { name: "constant.numeric.rate.sinbin", match: shape("RateText") },
    { name: "constant.numeric.icmp.sinbin", match: shape("TypeAndCode") },
    { name: "constant.other.address.sinbin", match: shape("AddressText") },
    { name: "constant.numeric.duration.sinbin", match: shape("DurationText") },
    { name: "constant.numeric.range.sinbin", match: shape("NumberRange") },
    { name: "constant.numeric.sinbin", match: shape("WholeNumber") },
    ...keywordPatterns(grammar.keywords),
    { name: "support.type.protocol.sinbin", match: "(?<![\\w-])(?:tcp|udp|icmp)(?![\\w-])" },
    {
      name: "keyword.operator.sinbin",
      match: grammar.signs.filter(isOperator).map(escaped).join("|"),
    },
    { name: "variable.other.sinbin", match: identifier },
  ];
  return JSON.stringify({
    information_for_contributors: "Made from grammar/tokens.ts by `npm run generate`.",
    name: "sinbin policy",
    scopeName: "source.sinbin",
    fileTypes: ["sbn"],
    patterns,
  });
}

/** A percent sign ends it; a letter may follow only by mistake. */
function bare(name: string, shape: (name: string) => string): string {
  return shape(name).slice("(?<![\\w.:-])(?:".length, -")(?![\\w-])".length);
}

function isOperator(sign: string): boolean {
  return !["{", "}", ","].includes(sign);
}

function escaped(text: string): string {
  return text.replace(/[+.*?^$(){}|[\]\\]/gu, "\\$&");
}

function keywordPatterns(keywords: readonly string[]): readonly Pattern[] {
  const left = new Set(keywords);
  const patterns = Object.entries(roles).map(([role, list]) => {
    const words = list.split(" ");
    for (const word of words) {
      if (!left.delete(word)) throw new Error(`${word} is no keyword, or has two roles`);
    }
    return { name: `${role}.sinbin`, match: `(?<![\\w-])(?:${words.join("|")})(?![\\w-])` };
  });
  if (left.size > 0) throw new Error(`keywords without a role: ${[...left].join(", ")}`);
  return patterns;
}
