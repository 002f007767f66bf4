import { createToken, Lexer, type TokenType } from "chevrotain";
import { tcpFlags } from "../src/net/tcp-flags.js";

/**
 * The words of the language. A keyword is reserved only where it is expected: every keyword token is
 * also of a category of names (`AnyName`, `ServiceWord`), and the parser asks for the category where a
 * name stands. The order of `allTokens` is the order in which the lexer tries them.
 */

/** Anything that can be a name: a plain word, a keyword, a quoted text. */
export const AnyName: TokenType = createToken({
  name: "AnyName",
  pattern: Lexer.NA,
  label: "a name",
});

/** The names that can stand at the start of a condition: not the keywords that begin another one. */
export const ServiceWord: TokenType = createToken({
  name: "ServiceWord",
  pattern: Lexer.NA,
  label: "a service",
});

// Said to the lexer, so that it need not take each pattern apart at start-up.
const digits = Array.from("0123456789");
const nameStarts = Array.from("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_");

export const Identifier: TokenType = createToken({
  name: "Identifier",
  pattern: /[A-Za-z_][A-Za-z0-9_]*(?:-(?!>)[A-Za-z0-9_]*)*/,
  label: "a name",
  categories: [AnyName, ServiceWord],
  start_chars_hint: nameStarts,
  line_breaks: false,
});

/** The keywords by their spelling: the lexer sees words, `lex.ts` tells which of them are keywords. */
export const keywords: Map<string, TokenType> = new Map<string, TokenType>();

function keyword(
  word: string,
  startsCondition = false,
  more: readonly TokenType[] = [],
): TokenType {
  const type = createToken({
    name: `Word${word.charAt(0).toUpperCase()}${word.slice(1).replace("-", "")}`,
    pattern: Lexer.NA,
    label: `\`${word}\``,
  });
  // Given to createToken, they would make it go through all earlier keywords again; the parser does that once for all.
  type.CATEGORIES = startsCondition ? [AnyName, ...more] : [AnyName, ServiceWord, ...more];
  keywords.set(word, type);
  return type;
}

export const Policy: TokenType = keyword("policy");
export const FamilyWord: TokenType = keyword("family");
export const IPv4Word: TokenType = keyword("ipv4");
export const IPv6Word: TokenType = keyword("ipv6");
export const Both: TokenType = keyword("both");
export const Include: TokenType = keyword("include");
export const Interface: TokenType = keyword("interface");
export const Service: TokenType = keyword("service");
export const List: TokenType = keyword("list");
export const TimeoutWord: TokenType = keyword("timeout");
export const Max: TokenType = keyword("max");
export const Per: TokenType = keyword("per");
export const Forever: TokenType = keyword("forever");
export const Chain: TokenType = keyword("chain");
export const Ladder: TokenType = keyword("ladder");
export const HookWord: TokenType = keyword("hook");
export const Input: TokenType = keyword("input");
export const Forward: TokenType = keyword("forward");
export const Output: TokenType = keyword("output");
export const Prerouting: TokenType = keyword("prerouting");
export const PlaceWord: TokenType = keyword("place");
export const First: TokenType = keyword("first");
export const Last: TokenType = keyword("last");
export const After: TokenType = keyword("after");

export const New: TokenType = keyword("new", true);
export const Established: TokenType = keyword("established", true);
export const Related: TokenType = keyword("related", true);
export const Invalid: TokenType = keyword("invalid", true);
export const Untracked: TokenType = keyword("untracked", true);
export const From: TokenType = keyword("from", true);
export const To: TokenType = keyword("to", true);
export const In: TokenType = keyword("in", true);
export const Out: TokenType = keyword("out", true);
export const Proto: TokenType = keyword("proto", true);

export const Limit: TokenType = keyword("limit", true);
export const Over: TokenType = keyword("over", true);
export const Burst: TokenType = keyword("burst");
export const Conns: TokenType = keyword("conns", true);
export const Scan: TokenType = keyword("scan", true);
export const Low: TokenType = keyword("low");
export const High: TokenType = keyword("high");
export const Flags: TokenType = keyword("flags", true);
export const Length: TokenType = keyword("length", true);
export const Mac: TokenType = keyword("mac", true);

export const Accept: TokenType = keyword("accept");
export const Drop: TokenType = keyword("drop");
export const Reject: TokenType = keyword("reject");
export const With: TokenType = keyword("with");
export const Tarpit: TokenType = keyword("tarpit");
export const Else: TokenType = keyword("else");
export const Return: TokenType = keyword("return");
export const Jump: TokenType = keyword("jump");
export const Log: TokenType = keyword("log");
export const Count: TokenType = keyword("count");
export const Add: TokenType = keyword("add");
export const Source: TokenType = keyword("source");
export const Destination: TokenType = keyword("destination");
export const For: TokenType = keyword("for");

export const Exempt: TokenType = keyword("exempt");
export const Ignore: TokenType = keyword("ignore");
export const Rungs: TokenType = keyword("rungs");
export const Bin: TokenType = keyword("bin");
export const Early: TokenType = keyword("early");
export const Odds: TokenType = keyword("odds");
export const Trap: TokenType = keyword("trap");
export const Any: TokenType = keyword("any", true);
export const Other: TokenType = keyword("other", true);

export const Expect: TokenType = keyword("expect");
export const Every: TokenType = keyword("every");
export const About: TokenType = keyword("about");
export const At: TokenType = keyword("at");
export const Banned: TokenType = keyword("banned");
export const Within: TokenType = keyword("within");
export const Tries: TokenType = keyword("tries");

/** The bits of the TCP header; names everywhere else. */
export const TcpFlagWord: TokenType = createToken({
  name: "TcpFlagWord",
  pattern: Lexer.NA,
  label: "a TCP flag (fin, syn, rst, psh, ack, urg, ece, cwr)",
});

for (const flag of tcpFlags) keyword(flag, false, [TcpFlagWord]);

export const Arrow: TokenType = createToken({ name: "Arrow", pattern: "->", label: "`->`" });
export const JitterSign: TokenType = createToken({
  name: "JitterSign",
  pattern: "+-",
  label: "`+-`",
});
export const AtLeast: TokenType = createToken({ name: "AtLeast", pattern: ">=", label: "`>=`" });
export const AtMost: TokenType = createToken({ name: "AtMost", pattern: "<=", label: "`<=`" });
export const Above: TokenType = createToken({ name: "Above", pattern: ">", label: "`>`" });
export const Comma: TokenType = createToken({ name: "Comma", pattern: ",", label: "`,`" });
export const Slash: TokenType = createToken({ name: "Slash", pattern: "/", label: "`/`" });
export const Not: TokenType = createToken({ name: "Not", pattern: "!", label: "`!`" });
export const Equals: TokenType = createToken({ name: "Equals", pattern: "=", label: "`=`" });
export const OpenBrace: TokenType = createToken({ name: "OpenBrace", pattern: "{", label: "`{`" });
export const CloseBrace: TokenType = createToken({
  name: "CloseBrace",
  pattern: "}",
  label: "`}`",
});

export const QuotedText: TokenType = createToken({
  name: "QuotedText",
  pattern: /"[^"\\\r\n]*(?:\\[^\r\n][^"\\\r\n]*)*"/,
  label: 'a text in `"`',
  categories: [AnyName, ServiceWord],
  start_chars_hint: ['"'],
  line_breaks: false,
});

/** A text that its line ends before its quote does; reported, then taken for a text. */
const UnclosedText: TokenType = createToken({
  name: "UnclosedText",
  pattern: /"[^"\r\n]*/,
  label: 'a text in `"`',
  categories: [QuotedText],
  start_chars_hint: ['"'],
  line_breaks: false,
});

/**
 * Anything shaped like an address, also when it is not a right one: what is wrong with it is said later,
 * better than a lexer could. IPv6 needs two colons, IPv4 a dot; a length or the end of a range may follow.
 */
export const AddressText: TokenType = createToken({
  name: "AddressText",
  pattern:
    /(?:[0-9A-Fa-f]*:[0-9A-Fa-f]*:[0-9A-Fa-f:.]*|\d+\.[\d.]*|\d+(?=\/\d))(?:\/[0-9]+)?(?:-[0-9A-Fa-f:.]+(?:\/[0-9]+)?)?/,
  label: "an address",
  start_chars_hint: Array.from("0123456789abcdefABCDEF:"),
  line_breaks: false,
});

export const DurationText: TokenType = createToken({
  name: "DurationText",
  // Also what is no duration, so that `1x` is told as one word.
  pattern: /\d+[A-Za-z][A-Za-z0-9_]*/,
  label: "a duration",
  start_chars_hint: digits,
  line_breaks: false,
});

export const PercentText: TokenType = createToken({
  name: "PercentText",
  pattern: /\d+(?:\.\d+)?%/,
  label: "odds such as `80%`",
  start_chars_hint: digits,
  line_breaks: false,
});

export const RateText: TokenType = createToken({
  name: "RateText",
  pattern: /\d+\/[A-Za-z]+/,
  label: "a rate such as `10/m`",
  start_chars_hint: digits,
  line_breaks: false,
});

/** An ICMP type with its code. */
export const TypeAndCode: TokenType = createToken({
  name: "TypeAndCode",
  pattern: /\d+:\d+(?![:0-9A-Fa-f])/,
  label: "an ICMP type and code such as `8:0`",
  start_chars_hint: digits,
  line_breaks: false,
});

export const NumberRange: TokenType = createToken({
  name: "NumberRange",
  pattern: /\d+-\d+/,
  label: "a range of numbers",
  start_chars_hint: digits,
  line_breaks: false,
});

export const WholeNumber: TokenType = createToken({
  name: "WholeNumber",
  pattern: /\d+/,
  label: "a number",
  start_chars_hint: digits,
  line_breaks: false,
});

const WhiteSpace: TokenType = createToken({
  name: "WhiteSpace",
  pattern: /[ \t\r\n]+/,
  group: Lexer.SKIPPED,
  line_breaks: true,
  start_chars_hint: [" ", "\t", "\r", "\n"],
});

/** `#` comments and `##` notes; kept aside, found again by their offsets. */
const CommentText: TokenType = createToken({
  name: "CommentText",
  pattern: /#[^\r\n]*/,
  group: "comments",
  start_chars_hint: ["#"],
  line_breaks: false,
});

export const allTokens: TokenType[] = [
  WhiteSpace,
  CommentText,
  AnyName,
  ServiceWord,
  TcpFlagWord,
  PercentText,
  AddressText,
  RateText,
  TypeAndCode,
  DurationText,
  NumberRange,
  WholeNumber,
  ...keywords.values(),
  Identifier,
  QuotedText,
  UnclosedText,
  Arrow,
  JitterSign,
  AtLeast,
  AtMost,
  Above,
  Comma,
  Slash,
  Not,
  Equals,
  OpenBrace,
  CloseBrace,
];

/** Those that have a pattern. The others, most of them keywords, would only lengthen the lexer's start. */
export const lexedTokens: TokenType[] = allTokens.filter(({ PATTERN }) => PATTERN !== Lexer.NA);
