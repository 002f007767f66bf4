/** What is printed is read back to what it was, but for the places in texts that are not at hand. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { bothFamilies } from "../../../src/net/family.js";
import { rangesOf } from "../../../src/net/address-set.js";
import { originOf, sourceFile } from "../../../src/source/source-file.js";
import type { FamilyProgram, RouterosProgram } from "../../../targets/routeros/model.js";
import { parseJson } from "../../../targets/routeros/parse/parse-json.js";
import { parseRsc } from "../../../targets/routeros/parse/parse-rsc.js";
import { portablePolicyText } from "../../arbitrary/policy.js";
import { wholePolicyText } from "../arbitrary-whole.js";
import { compiled, linesOf, programOf } from "../compiled.js";

/** Origins as far as a comment says them, address sets as their members. */
function comparable(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (key, part) => {
      if (key === "origin") return "file" in part ? originOf(part) : part;
      if (key === "addresses")
        return bothFamilies.flatMap((family) => [...rangesOf(part, family)].map(rangeText));
      if (key === "place") return { kind: part.kind, comment: part.comment };
      return part === undefined ? null : part;
    }),
  );
}

const rangeText = ({ first, last }: { first: unknown; last: unknown }) => `${first}-${last}`;

/** A list holds both families' members, of which a family prints its own. */
function ownMembers(families: readonly FamilyProgram[]): readonly FamilyProgram[] {
  return families.map((program) => ({
    ...program,
    lists: program.lists.map((list) => {
      const { ipv4, ipv6 } = list.addresses;
      const addresses =
        program.family === "ipv4" ? { ipv4, ipv6: [] } : { ipv4: new Float64Array(), ipv6 };
      return { ...list, addresses };
    }),
  }));
}

function readRsc(program: RouterosProgram): unknown {
  const text = `${linesOf(program, "rsc").join("\n")}\n`;
  const { value, diagnostics } = parseRsc(sourceFile("edge.rsc", text));
  expect(diagnostics).toEqual([]);
  return comparable(value);
}

function readJson(program: RouterosProgram): unknown {
  const text = linesOf(program, "json").join("\n");
  const { value, diagnostics } = parseJson(sourceFile("edge.json", text));
  expect(diagnostics).toEqual([]);
  return comparable(value);
}

function withoutNotes(families: readonly FamilyProgram[]): readonly FamilyProgram[] {
  return families.map((program) => ({
    ...program,
    lists: program.lists.map((list) => ({ ...list, note: undefined })),
    tables: program.tables.map((table) => ({
      ...table,
      chains: table.chains.map((chain) => ({ ...chain, note: undefined })),
    })),
  }));
}

test.each([
  ["policies for all targets", portablePolicyText(), 80],
  ["policies of the whole language", wholePolicyText(), 120],
])("parse(print(x)) = x: %s", (_, policies, runs) => {
  let said = 0;
  fc.assert(
    fc.property(policies, (text) => {
      const { program } = compiled(text);
      if (program === undefined) return;
      said++;
      const families = ownMembers(program.families);
      expect(readRsc(program)).toEqual(comparable({ ...program, families }));
      expect(readJson(program)).toEqual(comparable(withoutNotes(families)));
    }),
    { numRuns: runs },
  );
  expect(said).toBeGreaterThan(runs / 3);
});

test.each([
  [
    "names that RouterOS spells otherwise",
    'policy "a b%"\nlist "größe, x" { 192.0.2.1 }\nchain "!x" {\n -> drop\n}\nchain e hook input { from "größe, x" -> jump "!x" }\n',
  ],
  [
    "notes with colons",
    "## the: note\nlist a { 192.0.2.1 }\n## of it: x\nchain x { -> drop }\nchain e hook input { from a -> jump x }\n",
  ],
  [
    "a list of many entries",
    `list a { ${Array.from({ length: 90 }, (_, i) => `192.0.2.${2 * i}`).join(", ")}, 2001:db8::/33 }\nchain e hook input { from a -> drop }\n`,
  ],
  [
    "texts with all that is escaped",
    'chain e hook input place after "a \\"b\\" $c ? \\\\" {\n  -> log "a?b$c\\"d\\\\"\n}\n',
  ],
  ["no family of two", "family ipv4\nchain e hook forward place last { -> drop }\n"],
  ["nothing for IPv6", "chain e hook input { tcp from 192.0.2.1 -> tarpit }\n"],
])("what is hard to read comes back: %s", (_, text) => {
  const program = programOf(text);
  expect(readRsc(program)).toEqual(
    comparable({ ...program, families: ownMembers(program.families) }),
  );
});
