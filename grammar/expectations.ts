import { rejectAnswers } from "../src/net/reject.js";
import { tcpFlags } from "../src/net/tcp-flags.js";
import { actionWords } from "./action-words.js";

/** What could stand at a place, in words, and the words of the language that a misspelt one may be meant for. */
export interface Expectation {
  readonly text: string;
  readonly words: readonly string[];
}

/**
 * What a parser that stopped was looking for. Its own lists of tokens are too long to read.
 * @param rule of the grammar @param missed the label of the one token it missed, `early` where at least one of
 * something was needed, nothing when there were several ways on
 */
export function expectationOf(rule: string, missed: string): Expectation {
  const known = expectations[`${rule} ${missed}`.trimEnd()];
  if (known !== undefined) return known;
  const keyword = /^`([a-z0-9]+)`$/u.exec(missed)?.[1];
  return {
    text: missed === "" ? "something else" : missed,
    words: keyword === undefined ? [] : [keyword],
  };
}

const stateWords = ["new", "established", "related", "invalid", "untracked"];
const countingWords = ["limit", "over", "conns", "scan"];
const packetWords = ["flags", "length", "mac"];

/** What a condition can begin with, but for services. */
export const conditionWords: readonly string[] = [
  ...stateWords,
  ...["from", "to", "in", "out"],
  ...countingWords,
  ...packetWords,
];

const statementWords = [
  ...["policy", "family", "include", "interface", "service", "list", "chain", "ladder", "expect"],
];
const headerWords = ["hook", "family", "place"];
const hookWords = ["input", "forward", "output", "prerouting"];
const ladderWords = ["exempt", "ignore", "rungs", "bin", "odds", "trap", "scan"];
const verdictWords = ["accept", "drop", "reject", "tarpit"];

const statement: Expectation = {
  text: `a statement (${statementWords.join(", ")})`,
  // A list can end anywhere between its clauses, so that a misspelt one is looked at as a statement.
  words: [...statementWords, "timeout", "max", "from"],
};
const condition: Expectation = { text: "a condition or `->`", words: conditionWords };
const action: Expectation = { text: `an action (${actionWords.join(", ")})`, words: actionWords };
const header: Expectation = { text: "`hook`, `family`, `place` or `{`", words: headerWords };
const ladderPart: Expectation = {
  text: `a part of a ladder (${ladderWords.join(", ")}) or \`}\``,
  words: [...ladderWords, "early", "log"],
};
const sides: Expectation = { text: "source or destination", words: ["source", "destination"] };
const schedule: Expectation = {
  text: "a schedule (every, about every, at)",
  words: ["every", "about", "at"],
};

const expectations: Readonly<Record<string, Expectation>> = {
  "": statement,
  policyFile: statement,
  "policyFile EOF": statement,
  statement,
  condition,
  wordCondition: {
    text: "a connection state (new, established, related, invalid, untracked)",
    words: stateWords,
  },
  serviceReference: { text: "a port or an ICMP type", words: [] },
  "serviceReference a service": { text: "a service", words: [] },
  action,
  "rule early": action,
  "rule `->`": condition,
  "chainStatement `{`": header,
  "chainStatement `}`": { text: "a rule or `}`", words: conditionWords },
  chainStatement: header,
  "ladderStatement `{`": header,
  "ladderStatement `}`": ladderPart,
  ladderStatement: header,
  ladderItem: ladderPart,
  hookClause: { text: "input, forward, output or prerouting", words: hookWords },
  placeClause: { text: "first, last or after", words: ["first", "last", "after"] },
  familyClause: { text: "ipv4, ipv6 or both", words: ["ipv4", "ipv6", "both"] },
  'includeStatement a text in `"`': { text: 'the path of a file in `"`', words: [] },
  'listStatement a text in `"`': { text: 'the path of a file in `"`', words: [] },
  'placeClause a text in `"`': { text: 'the comment of a rule in `"`', words: [] },
  'logAction a text in `"`': { text: 'the words to log in `"`', words: [] },
  'expectStatement a text in `"`': { text: 'what is expected, in `"`', words: [] },
  "serviceStatement early": { text: "a protocol with its ports, such as `tcp/80`", words: [] },
  "interfaceSpelling early": { text: "an interface's name", words: [] },
  "interfaceStatement `}`": { text: "a target with the interface's name there, or `}`", words: [] },
  "listStatement `}`": { text: "an address, a prefix, a range or `}`", words: [] },
  entries: { text: "an address or a prefix", words: [] },
  "maxClause a number": { text: "a number of entries", words: [] },
  "perClause a number": { text: "a prefix length such as `64`", words: [] },
  timeout: { text: "a duration such as `1h`", words: ["forever"] },
  addressCondition: { text: "a list, an address or a prefix", words: [] },
  "rateCondition early": sides,
  rateCondition: sides,
  "rateCondition a number": { text: "a number of packets", words: [] },
  connectionsCondition: sides,
  "connectionsCondition a number": { text: "a number", words: [] },
  "scanCondition a number": { text: "a weight, such as `scan 21 3s low 3 high 1`", words: [] },
  "scanCondition a duration": { text: "a duration, such as `scan 21 3s low 3 high 1`", words: [] },
  "tcpFlag a TCP flag (fin, syn, rst, psh, ack, urg, ece, cwr)": {
    text: `a TCP flag (${tcpFlags.join(", ")})`,
    words: tcpFlags,
  },
  lengthCondition: { text: "a length in bytes such as `100` or `100-200`", words: [] },
  "macCondition an address": { text: "a MAC address such as `02:00:00:aa:bb:cc`", words: [] },
  "verdictAction early": { text: verdictWords.join(", "), words: verdictWords },
  verdict: { text: "accept, drop, reject or tarpit", words: verdictWords },
  "verdict a name": { text: `an answer (${rejectAnswers.join(", ")})`, words: rejectAnswers },
  "jumpAction a name": { text: "a chain", words: [] },
  addAction: sides,
  "exemptItem early": { text: "a list", words: [] },
  "rungsItem early": { text: "a list", words: [] },
  "ignoreItem early": { text: "a service", words: [] },
  "trapItem early": { text: "a service", words: [] },
  oddsItem: { text: "a service, `any` or `other`", words: ["any", "other"] },
  "oddsItem early": { text: "odds such as `80%`", words: [] },
  binItem: { text: "accept, drop, reject, tarpit or jump", words: [...verdictWords, "jump"] },
  schedule,
  "schedule early": { text: "a time such as `10s`", words: [] },
  "expectStatement `}`": { text: "`}`", words: [] },
  bound: { text: "`within 6 tries`, `within 1d`, `>=` or `<=`", words: ["within"] },
};
