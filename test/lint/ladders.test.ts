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
