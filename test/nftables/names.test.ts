import fc from "fast-check";
import { expect, test } from "vitest";
import { compileToRuleset } from "../../src/compile.js";
import { sourceFile } from "../../src/source/source-file.js";
import { namesOf } from "../../targets/nftables/names.js";

const written = fc.oneof(
  fc.string({
    minLength: 1,
    maxLength: 8,
    unit: fc.constantFrom("a", "_", "-", " ", "ä", "4", "/"),
  }),
  fc.string({ minLength: 99, maxLength: 130, unit: fc.constantFrom("a", "b") }),
);

/** Blanks at the ends are no part of a name. */
const name = written.filter((text) => text.trim() === text);

test("all names are of nft's letters, and no two of them meet", () => {
  fc.assert(
    fc.property(fc.uniqueArray(name, { minLength: 1, maxLength: 8 }), (lists) => {
      const text = [
        ...lists.map((list) => `list "${list}" timeout 1h`),
        "chain c hook input {",
        ...lists.map((list) => `from "${list}" -> drop  new -> add source to "${list}"`),
        "}",
      ].join("\n");
      const { value } = compileToRuleset(sourceFile("p.sbn", text));
      if (value === undefined) throw new Error(text);
      const names = namesOf(value);
      const sets = lists.flatMap((list) =>
        (["ipv4", "ipv6"] as const).flatMap((family) =>
          (["dynamic", "kept", "hosts", "intervals"] as const).map((kind) =>
            names.set(list, family, kind),
          ),
        ),
      );
      expect(new Set(sets).size).toBe(sets.length);
      for (const set of sets) expect(set).toMatch(/^list_[A-Za-z0-9_-]{1,110}$/u);
    }),
  );
});

test("a list keeps its sets when another one comes before it", () => {
  const setOf = (more: string): string => {
    const policy = `${more} list "the bin" timeout 1h chain c hook input { from "the bin" -> drop }`;
    const { value } = compileToRuleset(sourceFile("p.sbn", policy));
    if (value === undefined) throw new Error(policy);
    return namesOf(value).set("the bin", "ipv4", "dynamic");
  };
  expect(setOf('list "the-bin" { } list the_bin { } list "the/bin" { }')).toBe(setOf(""));
});
