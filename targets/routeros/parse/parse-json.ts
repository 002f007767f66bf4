import { z } from "zod";
import { type Diagnostic, type Outcome, outcome } from "../../../src/diagnostics/diagnostic.js";
import { report } from "../../../src/diagnostics/report.js";
import type { Place } from "../../../src/ir/ruleset.js";
import type { SourceFile } from "../../../src/source/source-file.js";
import type { FamilyProgram } from "../model.js";
import { parseRouterAddress } from "../simulate/router-address.js";
import { commentOrigins, ownerOfComment } from "./comment-origins.js";
import { listFamilyOf, menuOf, programBuilder } from "./program-builder.js";
import { ruleOfProperties } from "./rule-of-properties.js";

const itemsSchema = z.array(z.record(z.string(), z.string()));

/**
 * Reads what `printJson` wrote back to the families of a program. It says nothing of the policy's file, version and
 * renamings, and has no notes of lists and chains; of origins and places see `parseRsc`.
 */
export function parseJson(file: SourceFile): Outcome<readonly FamilyProgram[]> {
  const all: Diagnostic[] = [];
  const span = { file, start: 0, end: 0 };
  const items = itemsSchema.safeParse(jsonValue(file.text));
  if (!items.success) {
    all.push(report("SB7004", span, { what: "it is no array of objects whose members are texts" }));
    return outcome([], all);
  }
  const builder = programBuilder();
  const owner = items.data.flatMap(({ comment = "" }) => ownerOfComment(comment) ?? [])[0] ?? "";
  const originOf = commentOrigins(owner);
  for (const [index, { path = "", place = "first", ...properties }] of items.data.entries()) {
    const refuse = (what: string): void => {
      all.push(report("SB7004", span, { what: `item ${String(index + 1)}: ${what}` }));
    };
    const listFamily = listFamilyOf(path);
    const menu = menuOf(path);
    if (listFamily !== undefined) {
      const { list, address = "", comment } = properties;
      const range = parseRouterAddress(address, listFamily);
      if (list === undefined || comment === undefined || range === undefined) {
        refuse("this is no entry of a list");
      } else {
        builder.entry(listFamily, list, range, comment);
      }
      continue;
    }
    if (menu === undefined) {
      refuse(`\`${path}\` is no menu of ours`);
      continue;
    }
    const rule = ruleOfProperties(properties, originOf);
    const where = placeOf(place, span);
    if ("problem" in rule) refuse(rule.problem);
    else if (where === undefined) refuse(`\`${place}\` is no place`);
    else builder.rule(menu, properties["chain"] ?? "", where, rule);
  }
  return outcome(builder.families(), all);
}

function placeOf(
  text: string,
  origin: Extract<Place, { kind: "after" }>["origin"],
): Place | undefined {
  if (text === "first" || text === "last") return { kind: text };
  if (!text.startsWith("after ")) return undefined;
  return { kind: "after", comment: text.slice("after ".length), origin };
}

function jsonValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
