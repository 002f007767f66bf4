import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { commentOf, ownerTag } from "../../targets/routeros/comments.js";
import { builtInChains, spellNames } from "../../targets/routeros/names.js";
import { sourceFile } from "../../src/source/source-file.js";
import { compiled, itemsOf, linesOf, programOf } from "./compiled.js";
import { importRsc, router } from "./rsc-interpreter.js";

const name = fc.oneof(
  fc.string({ unit: "binary", minLength: 1, maxLength: 80 }),
  fc.string({
    unit: fc.constantFrom("a", " ", "!", '"', "\\", "$", "?", "é", ",", "*"),
    minLength: 1,
  }),
  fc.constantFrom("input", "input_chain", "forward", "Größe", "Gr_sse", "a".repeat(64)),
);

describe("spellings", () => {
  test("are ASCII, never two alike, and none is a built-in chain's", () => {
    fc.assert(
      fc.property(fc.uniqueArray(name, { maxLength: 12 }), (names) => {
        const spelled = [...spellNames(names, builtInChains).values()];
        expect(new Set(spelled).size).toBe(names.length);
        for (const text of spelled) {
          expect(text).toMatch(/^[A-Za-z0-9_"#-)+-~](?:[ -~]*[!-~])?$/u);
          expect(builtInChains.has(text)).toBe(false);
        }
      }),
    );
  });

  test("stay the same when other names come and go", () => {
    expect(spellNames(["Größe"]).get("Größe")).toBe(spellNames(["a", "Größe"]).get("Größe"));
  });

  test.each([
    ["plain", "plain"],
    ["ssh blacklist", "ssh blacklist"],
    ["!not", "_not_2c0d3b6c"],
    ["*1", "_1_8e7cf09a"],
    ["a,b", "a_b_8d7c04a3"],
    ["Größe", "Gr_e_5f5f7ea3"],
    ["input", "input_chain"],
  ])("%s is %s", (given, spelled) => {
    const found = spellNames([given], builtInChains).get(given);
    expect(found?.replace(/_[0-9a-f]{8}$/u, "_#")).toBe(spelled.replace(/_[0-9a-f]{8}$/u, "_#"));
  });
});

describe("comments", () => {
  test("the tag of a policy is not the beginning of another's", () => {
    fc.assert(
      fc.property(name, name, (one, other) => {
        // A file is UTF-8, so it holds no half of a surrogate pair.
        fc.pre(one !== other && !/\p{Cs}/u.test(one + other));
        expect(`${ownerTag(other)} `.startsWith(`${ownerTag(one)} `)).toBe(false);
        expect(ownerTag(one)).toMatch(/^sinbin:[A-Za-z0-9_%-]+$/u);
      }),
    );
  });

  test("a file's name is one ASCII word", () => {
    const file = sourceFile("haus büro/a%b.sbn", "policy edge");
    expect(commentOf("sinbin:edge", { file, start: 0, end: 6 }, "a note")).toBe(
      "sinbin:edge haus%20b%C3%BCro/a%25b.sbn:1 a note",
    );
  });
});

const nameText = fc
  .string({ unit: "grapheme", minLength: 1, maxLength: 30 })
  .filter((text) => text.trim() !== "" && !/[\p{Cc}\u2028\u2029]/u.test(text));
const ascii = fc.string({ unit: "grapheme-ascii", maxLength: 40 });
const inQuotes = (text: string): string => `"${text.replace(/["\\]/gu, String.raw`\$&`)}"`;

test("texts arrive on the router as they stand in the policy", () => {
  fc.assert(
    fc.property(nameText, nameText, nameText, ascii, ascii, (policy, list, chain, prefix, note) => {
      const text = [
        `policy ${inQuotes(policy)}`,
        `list ${inQuotes(list)} timeout 1h { 192.0.2.7 }`,
        `chain entry hook input { from ${inQuotes(list)} -> jump ${inQuotes(chain)} }`,
        `chain ${inQuotes(chain)} {`,
        `  ## ${note}`,
        `  -> log ${inQuotes(prefix)}, add source to ${inQuotes(list)}`,
        "}",
      ].join("\n");
      const { ruleset } = compiled(text);
      const program = programOf(text);
      const target = router();
      expect(importRsc(target, linesOf(program, "rsc"))).toBeUndefined();
      expect(target.log).toEqual([]);

      const rules = target.menus.get("/ip/firewall/filter")?.map(({ words }) => words) ?? [];
      const entry = rules.find((words) => words["chain"] === "input");
      const rule = rules.find((words) => words["action"] === "add-src-to-address-list");
      const written = ruleset.chains[1]?.rules[0]?.note;
      const spelled = (kind: string, given: string): string =>
        program.renamings.find((one) => one.kind === kind && one.name === given)?.spelled ?? given;
      expect(rule?.["log-prefix"] ?? "").toBe(prefix);
      expect(rule?.["comment"]).toBe(
        `${program.owner} edge.sbn:6${written === undefined ? "" : ` ${written}`}`,
      );
      expect(rule?.["address-list"]).toBe(spelled("list", list));
      expect(entry?.["src-address-list"]).toBe(spelled("list", list));
      expect(entry?.["jump-target"]).toBe(spelled("chain", chain));
      expect(rules.slice(1)).toHaveLength(
        itemsOf(program).filter((item) => item["path"] === "/ip/firewall/filter").length,
      );
    }),
    { numRuns: 500 },
  );
});
