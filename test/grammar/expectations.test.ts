import { expect, test } from "vitest";
import { compileToRuleset } from "../../src/compile.js";
import { sourceFile } from "../../src/source/source-file.js";

/**
 * One misspelling in each clause of the language: one message, at the word that is wrong, with what could stand there
 * and, where a word is near enough, the word that was meant.
 */
const misspelt: readonly (readonly [string, string, string, string | undefined])[] = [
  ["limt 10/s -> drop", "SB1003: expected `limit`, found `limt`", "limt", "limit"],
  ["limit 10 -> drop", "SB1003: expected a rate such as `10/m`, found `10`", "10", undefined],
  ["limit 10/x -> drop", "SB1015: `10/x` is not a rate", "10/x", undefined],
  ["over -> drop", "SB1003: expected a rate such as `10/m`, found `->`", "->", undefined],
  ["limit 10/s brust 5 -> drop", "SB1003: expected `burst`, found `brust`", "brust", "burst"],
  ["limit 10/s burst -> drop", "SB1003: expected a number of packets, found `->`", "->", undefined],
  [
    "limit 10/s per sorce -> drop",
    "SB1003: expected source or destination, found `sorce`",
    "sorce",
    "source",
  ],
  ["limit 10/s per -> drop", "SB1003: expected source or destination, found `->`", "->", undefined],
  ["conns 30 per source -> drop", "SB1003: expected `>`, found `30`", "30", undefined],
  ["cons > 30 per source -> drop", "SB1003: expected `conns`, found `cons`", "cons", "conns"],
  ["conns > many per source -> drop", "SB1003: expected a number, found `many`", "many", undefined],
  ["conns > 30 pre source -> drop", "SB1003: expected `per`, found `pre`", "pre", "per"],
  [
    "conns > 30 per sorce -> drop",
    "SB1003: expected source or destination, found `sorce`",
    "sorce",
    "source",
  ],
  ["conns > 30 per source/ -> drop", "SB1003: expected a number, found `->`", "->", undefined],
  ["scn -> drop", "SB2001: there is no service called `scn`", "scn", "scan"],
  [
    "scan 21 -> drop",
    "SB1003: expected a duration, such as `scan 21 3s low 3 high 1`, found `->`",
    "->",
    undefined,
  ],
  ["scan 21 3s lo 3 high 1 -> drop", "SB1003: expected `low`, found `lo`", "lo", undefined],
  ["scan 21 3s low 3 hihg 1 -> drop", "SB1003: expected `high`, found `hihg`", "hihg", "high"],
  [
    "flags sny -> drop",
    "SB1003: expected a TCP flag (fin, syn, rst, psh, ack, urg, ece, cwr), found `sny`",
    "sny",
    "syn",
  ],
  ["flags syn akc -> drop", "SB2001: there is no service called `akc`", "akc", "ack"],
  [
    "flags -> drop",
    "SB1003: expected a TCP flag (fin, syn, rst, psh, ack, urg, ece, cwr), found `->`",
    "->",
    undefined,
  ],
  ["flgs syn -> drop", "SB2001: there is no service called `flgs`", "flgs", "flags"],
  [
    "length big -> drop",
    "SB1003: expected a length in bytes such as `100` or `100-200`, found `big`",
    "big",
    undefined,
  ],
  ["lenght 100 -> drop", "SB1003: expected `length`, found `lenght`", "lenght", "length"],
  [
    "mac aa -> drop",
    "SB1003: expected a MAC address such as `02:00:00:aa:bb:cc`, found `aa`",
    "aa",
    undefined,
  ],
  [
    "mac ! -> drop",
    "SB1003: expected a MAC address such as `02:00:00:aa:bb:cc`, found `->`",
    "->",
    undefined,
  ],
  ["mca 02:00:00:aa:bb:cc -> drop", "SB1003: expected `mac`, found `mca`", "mca", "mac"],
  [
    "ssh -> rejct",
    "SB1003: expected an action (accept, drop, reject, tarpit, return, jump, log, add, count), found `rejct`",
    "rejct",
    "reject",
  ],
  [
    "ssh -> tarpti",
    "SB1003: expected an action (accept, drop, reject, tarpit, return, jump, log, add, count), found `tarpti`",
    "tarpti",
    "tarpit",
  ],
  ["ssh -> reject wiht tcp-reset", "SB1003: expected `with`, found `wiht`", "wiht", "with"],
  [
    "ssh -> reject with tcp-rest",
    "SB2019: `reject` cannot answer with `tcp-rest`",
    "tcp-rest",
    "tcp-reset",
  ],
  ["ssh -> tarpit els drop", "SB1003: expected `else`, found `els`", "els", "else"],
  [
    "ssh -> tarpit else dorp",
    "SB1003: expected accept, drop, reject or tarpit, found `dorp`",
    "dorp",
    "drop",
  ],
  [
    "ssh -> tarpit else",
    "SB1003: expected accept, drop, reject or tarpit, found `}`",
    "}",
    undefined,
  ],
  [
    "ssh -> add sorce to x",
    "SB1003: expected source or destination, found `sorce`",
    "sorce",
    "source",
  ],
  ["ssh -> log x", 'SB1003: expected the words to log in `"`, found `x`', "x", undefined],
  [
    "chain c hook prerouing { }",
    "SB1003: expected input, forward, output or prerouting, found `prerouing`",
    "prerouing",
    "prerouting",
  ],
  [
    "chain c hook input plaec last { }",
    "SB1003: expected `hook`, `family`, `place` or `{`, found `plaec`",
    "plaec",
    "place",
  ],
  [
    "chain c hook input place frist { }",
    "SB1003: expected first, last or after, found `frist`",
    "frist",
    "first",
  ],
  [
    "chain c hook input place after x { }",
    'SB1003: expected the comment of a rule in `"`, found `x`',
    "x",
    undefined,
  ],
  ["list a max many { }", "SB1003: expected a number of entries, found `many`", "many", undefined],
  [
    "list a mx 5 { }",
    "SB1003: expected a statement (policy, family, include, interface, service, list, chain, ladder, expect), found `mx`",
    "mx",
    undefined,
  ],
  [
    "list a per many { }",
    "SB1003: expected a prefix length such as `64`, found `many`",
    "many",
    undefined,
  ],
  [
    'list a timeout 1h form "x"',
    "SB1003: expected a statement (policy, family, include, interface, service, list, chain, ladder, expect), found `form`",
    "form",
    "from",
  ],
  ["list a from x", 'SB1003: expected the path of a file in `"`, found `x`', "x", undefined],
  [
    'includ "x.sbn"',
    "SB1003: expected a statement (policy, family, include, interface, service, list, chain, ladder, expect), found `includ`",
    "includ",
    "include",
  ],
  ["include x", 'SB1003: expected the path of a file in `"`, found `x`', "x", undefined],
  [
    "expect x { ssh every 1s banned <= 1% }",
    'SB1003: expected what is expected, in `"`, found `x`',
    "x",
    undefined,
  ],
  [
    'exepct "x" { ssh every 1s banned <= 1% }',
    "SB1003: expected a statement (policy, family, include, interface, service, list, chain, ladder, expect), found `exepct`",
    "exepct",
    "expect",
  ],
  [
    'expect "x" { ssh evry 1s banned <= 1% }',
    "SB1003: expected a schedule (every, about every, at), found `evry`",
    "evry",
    "every",
  ],
  [
    'expect "x" { ssh every banned <= 1% }',
    "SB1003: expected a duration, found `banned`",
    "banned",
    undefined,
  ],
  [
    'expect "x" { ssh about evry 1s banned <= 1% }',
    "SB1003: expected `every`, found `evry`",
    "evry",
    "every",
  ],
  [
    'expect "x" { ssh about every 1s +- 1s banned <= 1% }',
    "SB1003: expected `banned`, found `+-`",
    "+-",
    undefined,
  ],
  [
    'expect "x" { ssh at banned <= 1% }',
    "SB1003: expected a time such as `10s`, found `banned`",
    "banned",
    undefined,
  ],
  [
    'expect "x" { ssh every 1s +- banned <= 1% }',
    "SB1003: expected a duration, found `banned`",
    "banned",
    undefined,
  ],
  [
    'expect "x" { ssh every 1s baned <= 1% }',
    "SB1003: expected `banned`, found `baned`",
    "baned",
    "banned",
  ],
  [
    'expect "x" { ssh every 1s banned withn 6 tries <= 1% }',
    "SB1003: expected `within 6 tries`, `within 1d`, `>=` or `<=`, found `withn`",
    "withn",
    "within",
  ],
  [
    'expect "x" { ssh every 1s banned within 6 tires <= 1% }',
    "SB1003: expected `tries`, found `tires`",
    "tires",
    "tries",
  ],
  [
    'expect "x" { ssh every 1s banned within few <= 1% }',
    "SB1003: expected `within 6 tries`, `within 1d`, `>=` or `<=`, found `few`",
    "few",
    undefined,
  ],
  ['expect "x" { ssh every 1s banned < 1% }', "SB1001: `<` has no meaning here", "<", undefined],
  [
    'expect "x" { ssh every 1s banned <= few }',
    "SB1003: expected odds such as `80%`, found `few`",
    "few",
    undefined,
  ],
  [
    "ladder l hook input {\n  bin b 4h earyl\n  odds any 5%\n}",
    "SB1003: expected a part of a ladder (exempt, ignore, rungs, bin, odds, trap, scan) or `}`, found `earyl`",
    "earyl",
    "early",
  ],
  [
    'ladder l hook input {\n  bin b 4h early lgo "x"\n  odds any 5%\n}',
    "SB1003: expected a part of a ladder (exempt, ignore, rungs, bin, odds, trap, scan) or `}`, found `lgo`",
    "lgo",
    "log",
  ],
  [
    "ladder l hook input {\n  bin b 4h -> dorp\n  odds any 5%\n}",
    "SB1003: expected accept, drop, reject, tarpit or jump, found `dorp`",
    "dorp",
    "drop",
  ],
  [
    "ladder l hook input {\n  bin b 4h\n  scna\n}",
    "SB1003: expected a part of a ladder (exempt, ignore, rungs, bin, odds, trap, scan) or `}`, found `scna`",
    "scna",
    "scan",
  ],
  [
    "ladder l hook input {\n  bin b 4h\n  scan 21 3 low 3 high 1\n}",
    "SB1003: expected a duration, such as `scan 21 3s low 3 high 1`, found `3`",
    "3",
    undefined,
  ],
  [
    "icmp/ecko-request -> drop",
    "SB1017: `ecko-request` is not an ICMP type",
    "ecko-request",
    "echo-request",
  ],
];

test.each(misspelt)("%s", (source, message, at, meant) => {
  const isStatement = /^(?:chain|ladder|list|includ|exp|exe)/u.test(source);
  const text = isStatement ? `${source}\n` : `chain guard hook input {\n  ${source}\n}\n`;
  const { diagnostics } = compileToRuleset(sourceFile("edge.sbn", text));
  const told = diagnostics.map((found) => [
    `${found.code}: ${found.message}`,
    found.span.file.text.slice(found.span.start, found.span.end),
    found.suggestion?.replacement,
  ]);
  expect(told).toEqual([[message, at, meant]]);
});

// Errors on lines of their own are all told: leaving out echoes must not hide one of them.
test("every line with a mistake of its own is told of", () => {
  const text =
    "chain guard hook input {\n  limt 10/s -> drop\n  ssh -> dorp\n  from nobody -> drop\n}\n";
  const { diagnostics } = compileToRuleset(sourceFile("edge.sbn", text));
  expect(diagnostics.map(({ span }) => span.file.lines.positionAt(span.start).line)).toEqual([
    2, 3, 4,
  ]);
});

test("a service of one's own is not taken for a misspelt word", () => {
  const text = "service limt = tcp/1\nchain guard hook input {\n  limt 10/s -> drop\n}\n";
  const { diagnostics } = compileToRuleset(sourceFile("edge.sbn", text));
  expect(diagnostics.map(({ message }) => message)).toEqual([
    "expected a condition or `->`, found `10/s`",
  ]);
});
