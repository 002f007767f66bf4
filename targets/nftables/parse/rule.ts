import { rejectAnswers } from "../../../src/net/reject.js";
import type { End, Match, NftRule, PortCase, Test } from "../model.js";
import type { Cursor } from "./cursor.js";
import { matchReader, protocolPorts } from "./matches.js";
import { isFreshPortNext, readDraw, readFreshPort, readLimit, readSetStatement } from "./tests.js";
import { name, named, number, quoted, type Reader, setOf, word } from "./values.js";

interface Draft {
  matches: Match[];
  tests: Test[];
  counter: boolean;
  logs: string[];
  guards: Match[];
  end: End | undefined;
  comment: string | undefined;
}

/** One rule, up to the end of its line; undefined after a fault. */
export function readRule(cursor: Cursor): NftRule | undefined {
  const draft: Draft = {
    matches: [],
    tests: [],
    counter: false,
    logs: [],
    guards: [],
    end: undefined,
    comment: undefined,
  };
  while (!endsRule(cursor)) if (!readPart(cursor, draft)) return undefined;
  return draft;
}

function endsRule({ token }: Cursor): boolean {
  return token.kind === "line" || token.kind === "end" || token.text === ";" || token.text === "}";
}

/** In the order of the model: matches, tests, counter, logs, guards, end, comment. */
function readPart(cursor: Cursor, draft: Draft): boolean {
  const { token } = cursor;
  if (draft.comment !== undefined) return wrong(cursor, "the end of the rule");
  if (cursor.take("comment")) {
    draft.comment = quoted(cursor);
    return draft.comment !== undefined;
  }
  if (draft.end !== undefined) return wrong(cursor, "nothing more than a comment");
  if (cursor.take("counter")) {
    if (draft.counter || draft.logs.length > 0) return wrong(cursor, "one counter, before logs");
    draft.counter = true;
    return !cursor.take("packets") || readCounted(cursor);
  }
  if (cursor.take("log")) {
    if (draft.guards.length > 0) return wrong(cursor, "logs before what guards the end");
    const prefix = cursor.take("prefix") ? quoted(cursor) : "";
    if (prefix === undefined) return false;
    draft.logs.push(prefix);
    return true;
  }
  if (cursor.ahead(5) === "vmap") {
    draft.end = readPortMap(cursor);
    return draft.end !== undefined;
  }
  const end = named(endReaders, token.text);
  if (end !== undefined) {
    cursor.skip();
    draft.end = end(cursor);
    return draft.end !== undefined;
  }
  return readCondition(cursor, draft);
}

/** How often a rule was met, in a listing. */
function readCounted(cursor: Cursor): boolean {
  return number(cursor) !== undefined && cursor.expect("bytes") && number(cursor) !== undefined;
}

function readCondition(cursor: Cursor, draft: Draft): boolean {
  const { token } = cursor;
  const isGuard = draft.counter || draft.logs.length > 0;
  if (token.text === "update" || token.text === "add") {
    const found = readSetStatement(cursor);
    if (found === undefined) return false;
    if ("end" in found) draft.end = found.end;
    else if (isGuard) return wrong(cursor, "tests before the counter", token);
    else draft.tests.push(found.test);
    return true;
  }
  const test = testReader(cursor);
  if (test !== undefined || isFreshPortNext(cursor)) {
    if (isGuard) return wrong(cursor, "tests before the counter");
    if (test === undefined) return readScanned(cursor, draft);
    const found = test(cursor);
    if (found !== undefined) draft.tests.push(found);
    return found !== undefined;
  }
  const match = matchReader(cursor);
  if (match === undefined) return wrong(cursor, "a part of a rule");
  if (!isGuard && draft.tests.length > 0) return wrong(cursor, "matches before tests");
  const found = match(cursor);
  if (found !== undefined) (isGuard ? draft.guards : draft.matches).push(found);
  return found !== undefined;
}

function testReader(cursor: Cursor): Reader<Test> | undefined {
  if (cursor.token.text === "numgen") return readDraw;
  return cursor.token.text === "limit" ? readLimit : undefined;
}

function readScanned(cursor: Cursor, draft: Draft): boolean {
  const found = readFreshPort(cursor);
  if (found === undefined) return false;
  const { test, protocol } = found;
  if (protocol !== undefined && !draft.matches.some((match) => says(match, protocol))) {
    draft.matches.push({ kind: "protocols", negated: false, protocols: [protocol] });
  }
  draft.tests.push(test);
  return true;
}

/** Whether it holds for packets of this protocol alone. */
function says(match: Match, protocol: string): boolean {
  if (match.kind === "ports") return match.protocol === protocol;
  // nft leaves this test out of its listing, but not when a statement stands between it and the port.
  if (match.kind === "protocols") return !match.negated && match.protocols.join() === protocol;
  return protocol === "tcp" && (match.kind === "flags" || match.kind === "some-flag");
}

function wrong(cursor: Cursor, expected: string, token = cursor.token): false {
  cursor.fail(expected, token);
  return false;
}

const endReaders: Readonly<Record<string, Reader<End>>> = {
  accept: () => ({ kind: "accept" }),
  drop: () => ({ kind: "drop" }),
  return: () => ({ kind: "return" }),
  jump: (cursor) => towards(cursor, "jump"),
  goto: (cursor) => towards(cursor, "goto"),
  reject: readReject,
};

function towards(cursor: Cursor, kind: "jump" | "goto"): End | undefined {
  cursor.use("chain", cursor.token);
  const chain = name(cursor);
  return chain === undefined ? undefined : { kind, chain };
}

/** `nft list` shows the answer that is meant without one as `reject` alone. */
function readReject(cursor: Cursor): End | undefined {
  if (!cursor.take("with")) return { kind: "reject", answer: "port-unreachable" };
  if (cursor.take("tcp", "reset")) return { kind: "reject", answer: "tcp-reset" };
  if (!cursor.expect("icmpx")) return undefined;
  cursor.take("type");
  const answer = icmpAnswer(cursor);
  return answer && { kind: "reject", answer };
}

const icmpAnswer = word("an answer of `icmpx`", (text) =>
  rejectAnswers.find((answer) => answer === text && answer !== "tcp-reset"),
);

/** `meta l4proto . th dport vmap { tcp . 22 : jump chain }`. */
function readPortMap(cursor: Cursor): End | undefined {
  if (!cursor.expect("meta", "l4proto", ".", "th", "dport", "vmap")) return undefined;
  const cases = setOf(cursor, (at): PortCase | undefined => {
    const pair = protocolPorts(at);
    if (pair === undefined || !at.expect(":", "jump")) return undefined;
    at.use("chain", at.token);
    const chain = name(at);
    return chain === undefined ? undefined : { ...pair, chain };
  });
  return cases && { kind: "ports", cases };
}
