import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { compileToRuleset } from "../../src/compile.js";
import { sourceFile } from "../../src/source/source-file.js";

function codes(text: string): readonly string[] {
  return compileToRuleset(sourceFile("lint.sbn", text)).diagnostics.map(({ code }) => code);
}

const lists = "list one timeout 1m\nlist two timeout 1h\n";
const chain = (...rules: readonly string[]): string =>
  `${lists}chain c hook input {\n  from two -> drop\n${rules.join("\n")}\n}\n`;

test.each([
  ["the lower step first", ["new -> add source to one", "new from one -> add source to two"], true],
  [
    "the highest step first",
    ["new from one -> add source to two", "new -> add source to one"],
    false,
  ],
  [
    "a step that ends",
    ["new -> add source to one, return", "new from one -> add source to two"],
    false,
  ],
  [
    "other ports",
    ["new ssh -> add source to one", "new http from one -> add source to two"],
    false,
  ],
  ["fewer ports", ["new -> add source to one", "new http from one -> add source to two"], true],
  [
    "those not on it yet",
    ["new from !one -> add source to one", "new from one -> add source to two"],
    true,
  ],
  ["the other side", ["new -> add destination to one", "new from one -> add source to two"], false],
  ["the same list again", ["new -> add source to one", "new from one -> add source to one"], false],
])("one packet takes two steps: %s: %s", (_, rules, isTold) => {
  expect(codes(chain(...rules)).includes("SB4006")).toBe(isTold);
});

const ladder = (items: string): string => `ladder l hook input {\n${items}\n}\n`;

test.each([
  ["rungs a 1h\nbin b 10m\nodds ssh 50%", true],
  ["rungs a 10m\nbin b 10m\nodds ssh 50%", false],
  ["rungs a forever\nbin b 10m\nodds ssh 50%", true],
  ["rungs a 10m\nbin b forever\nodds ssh 50%", false],
  ["bin b 1m\ntrap telnet", false],
])("a bin is too short: %j: %s", (items, isTold) => {
  expect(codes(ladder(items)).includes("SB4007")).toBe(isTold);
});

test.each([
  ["add source to three", true],
  ['log "three", add source to three', false],
  ["add source to three, drop", false],
])("nobody looks at a rung that is reached by `%s`: %s", (actions, isTold) => {
  const text = `list three timeout 1h\n${chain(`new from one -> ${actions}`, "new -> add source to one", "new from one -> add source to two")}`;
  expect(codes(text).includes("SB4008")).toBe(isTold);
});

test.each([
  ["trap ssh, telnet\nodds ssh 50%", true],
  ["trap telnet\nodds ssh 50%", false],
  ["trap tcp/20-30\nodds ssh 50%", true],
  ["trap udp/22\nodds ssh 50%", false],
  ["trap ssh\nodds tcp/{22,80} 50%", false],
  ["trap ssh\nodds any 50%", false],
])("a trap takes a service away: %j: %s", (items, isTold) => {
  expect(codes(ladder(`rungs a 1m\nbin b 1h\n${items}`)).includes("SB4009")).toBe(isTold);
});

test.each(
  readdirSync("examples").flatMap((name) =>
    name.startsWith("10") ? [] : [`examples/${name}/policy.sbn`],
  ),
)("there is nothing to tell of %s", (path) => {
  expect(codes(readFileSync(path, "utf8")).filter((code) => /^SB400[6-9]$/u.test(code))).toEqual(
    [],
  );
});

const climb = (rungs: string, odds: string, more = ""): string =>
  `ladder l hook input {\nrungs ${rungs}\nbin gone 4h\n${odds}\n}\n${more}`;
const expected = (words: string): string => `expect "it" { ${words} }\n`;

test.each([
  ["a 1s", "odds ssh 50%", "", true],
  ["a 2s", "odds ssh 50%", "", false],
  ["a 1m", "odds ssh 50%", "ssh every 60s banned within 9 tries >= 50%", true],
  ["a 1m", "odds ssh 50%", "ssh every 59s banned within 9 tries >= 50%", false],
  ["a 1m", "odds ssh 50%", "ssh every 70s +- 15s banned within 9 tries >= 5%", false],
  ["a 1m", "odds ssh 50%", "ssh every 2m banned within 9 tries <= 1%", false],
  ["a 1m", "odds ssh 50%", "ssh at 0s 2m banned >= 50%", false],
])("rungs %s, %s, %s: ends too soon: %s", (rungs, odds, words, isTold) => {
  const text = climb(rungs, odds, words === "" ? "" : expected(words));
  expect(codes(text).includes("SB4010")).toBe(isTold);
});

test.each([
  ["a 1m", "any every 60s", true],
  ["a 1m", "any every 61s", true],
  ["a 1m", "any every 70s", false],
  ["a 55s", "any every 60s", false],
  // Banned at either side, which `sinbinc test` tells.
  ["a 1m", "any every 30s", false],
  // Spared at either side: two steps take three tries.
  ["a 3m, b 3m", "any every 180s", true],
])("rungs %s with %s is at a knife's edge: %s", (rungs, words, isTold) => {
  const asked = words.replace("any", "https");
  const text = climb(rungs, "odds any 50%", expected(`${asked} banned within 50 tries <= 1%`));
  expect(codes(text).includes("SB4011")).toBe(isTold);
});

test.each([
  ["a 10s, b 1h", "odds ssh 50% 0.001% 50%", true],
  ["a 1h, b 1h", "odds ssh 50% 0.001% 50%", false],
  ["a 10s, b 1h", "odds ssh 0.001% 50% 50%", false],
  // Two rows that are enough together.
  ["a 10s", "odds ssh 50% 0.0005%\nodds any 50% 30%", false],
  ["a forever", "odds ssh 50% 0.0001%", false],
])("rungs %s, %s is dead: %s", (rungs, odds, isTold) => {
  expect(codes(climb(rungs, odds)).includes("SB4012")).toBe(isTold);
});

test.each([
  ["odds any 20%", "new https -> accept", true],
  ["odds any 20%", "https -> accept", true],
  ["odds any 20%\nignore https", "new https -> accept", false],
  ["odds any 20%\nodds https 1%", "new https -> accept", false],
  ["odds ssh 20%", "new https -> accept", false],
  ["odds any 20%", "new https from 192.0.2.0/24 -> accept", false],
  ["odds any 20%", "established -> accept", false],
  ["odds any 20%", "icmp -> accept", false],
  ["odds any 20%", "new https 50% -> accept", false],
])("%s counts the public of %s: %s", (odds, rule, isTold) => {
  const chain = `chain web hook input {\n  ${rule}\n}\n`;
  expect(codes(climb("a 1m", odds, chain)).includes("SB4013")).toBe(isTold);
});

test("what is accepted before the ladder is not counted by it", () => {
  const before = "chain web hook input {\n  new https -> accept\n}\n";
  expect(codes(before + climb("a 1m", "odds any 20%"))).not.toContain("SB4013");
});

const admins = "list admins { 192.0.2.1 }\nlist caught timeout 1h\n";

test.each([
  [["new ssh -> add source to caught", "from admins -> accept"], true],
  [["new ssh -> add source to caught", "new from admins -> return"], true],
  [["from admins -> accept", "new ssh -> add source to caught"], false],
  [["new ssh from !admins -> add source to caught", "from admins -> accept"], false],
  [["new ssh from 198.51.100.0/24 -> add source to caught", "from admins -> accept"], false],
  [["new ssh -> add source to caught", "https from admins -> accept"], false],
  [["new ssh -> add destination to caught", "from admins -> accept"], false],
])("an exemption after %j comes late: %s", (rules, isTold) => {
  const text = `${admins}chain c hook input {\n  from caught -> drop\n  ${rules.join("\n  ")}\n}\n`;
  expect(codes(text).includes("SB4014")).toBe(isTold);
});

test.each([
  ['from caught -> log "x", drop', true],
  ['new from caught -> log "x", drop\n  from caught -> drop', false],
  ['from caught limit 1/m -> log "x"\n  from caught -> drop', false],
  ['-> log "x"\n  from caught -> drop', true],
  ['established -> accept\n  -> log "x"\n  from caught -> drop', false],
  ['from caught -> drop\n  new ssh -> log "x", add source to caught', false],
])("%j floods the log: %s", (rules, isTold) => {
  const text = `${admins}chain c hook input {\n  from admins -> return\n  ${rules}\n  new telnet -> add source to caught\n}\n`;
  expect(codes(text).includes("SB4015")).toBe(isTold);
});

const published = ["examples", "test/policies"].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".sbn"))
    .map((file) => `${folder}/${file}`),
);

test.each(published)("%s has nothing to regret in its ladders", (path) => {
  const told = codes(readFileSync(path, "utf8")).filter((code) => code >= "SB4006" && code < "SB5");
  expect(told).toEqual([]);
});
