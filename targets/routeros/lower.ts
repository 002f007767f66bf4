import { type Diagnostic, type Outcome, outcome } from "../../src/diagnostics/diagnostic.js";
import type { AddressList, Ruleset } from "../../src/ir/ruleset.js";
import { hasFamily } from "../../src/net/address-set.js";
import { bothFamilies, type Family } from "../../src/net/family.js";
import type { RouterosCapabilities } from "./capabilities.js";
import { checkCounters } from "./check-counters.js";
import { checkExpressible } from "./check-expressible.js";
import { checkLists } from "./check-lists.js";
import { checkMac } from "./check-mac.js";
import { checkPlaces } from "./check-places.js";
import { commentOf, ownerTag } from "./comments.js";
import { type ChainsContext, lowerChains } from "./lower-chains.js";
import {
  type FamilyProgram,
  type Renaming,
  type RouterosList,
  type RouterosProgram,
  tables,
} from "./model.js";
import { builtInChains, spellNames } from "./names.js";

/** The policy as a router of the given capabilities holds it; what it cannot hold is a diagnostic. */
export function lower(
  ruleset: Ruleset,
  capabilities: RouterosCapabilities,
): Outcome<RouterosProgram> {
  const diagnostics = [
    ...checkExpressible(ruleset, capabilities),
    ...checkLists(ruleset),
    ...checkPlaces(ruleset),
    ...checkMac(ruleset),
  ];
  const owner = ownerTag(ruleset.policy);
  const listNames = spellNames(ruleset.lists.map(({ name }) => name));
  const chainNames = spellNames(
    ruleset.chains.map(({ name }) => name),
    builtInChains,
  );
  const context: ChainsContext = {
    ruleset,
    capabilities,
    owner,
    listNames,
    chainNames,
    report: (diagnostic) => {
      // Both families may stumble over the same rule.
      if (!diagnostics.some((known) => isSame(known, diagnostic))) diagnostics.push(diagnostic);
    },
  };
  const families = ruleset.families
    .map((family) => lowerFamily(context, family))
    .filter(({ lists, tables: filled }) => lists.length > 0 || filled.length > 0);
  diagnostics.push(...checkCounters(ruleset, families));
  const program: RouterosProgram = {
    version: capabilities.version,
    policy: ruleset.policy,
    source: ruleset.source,
    owner,
    renamings: [
      ...renamings("list", listNames),
      ...renamings("chain", chainNames).filter(({ spelled }) => hasChain(families, spelled)),
    ],
    cleared: capabilities.ipv6BuiltIn ? bothFamilies : ruleset.families,
    families,
  };
  return outcome(program, diagnostics);
}

function isSame(a: Diagnostic, b: Diagnostic): boolean {
  return a.code === b.code && a.span.start === b.span.start && a.message === b.message;
}

function lowerFamily(context: ChainsContext, family: Family): FamilyProgram {
  const lists = context.ruleset.lists
    .filter(({ permanent }) => hasFamily(permanent, family))
    .map((list) => lowerList(list, context));
  const programs = tables
    .map((table) => lowerChains(context, family, table))
    .filter(({ hooks, chains }) => hooks.length > 0 || chains.length > 0);
  return { family, lists, tables: programs };
}

function lowerList(list: AddressList, { owner, listNames }: ChainsContext): RouterosList {
  return {
    name: listNames.get(list.name) ?? list.name,
    addresses: list.permanent,
    comment: commentOf(owner, list.origin),
    note: list.note,
  };
}

function renamings(
  kind: Renaming["kind"],
  names: ReadonlyMap<string, string>,
): readonly Renaming[] {
  return [...names].flatMap(([name, spelled]) =>
    name === spelled ? [] : [{ kind, name, spelled }],
  );
}

/** An inlined chain has no name on the router, so its spelling is nobody's business. */
function hasChain(families: readonly FamilyProgram[], spelled: string): boolean {
  return families.some((family) =>
    family.tables.some(({ chains }) => chains.some(({ name }) => name === spelled)),
  );
}
