import type { ChainStatement, ListStatement } from "../ast/nodes.js";
import { noteOf } from "../ast/notes.js";
import type { CheckedPolicy } from "../check/check.js";
import type { ListSymbol } from "../check/symbols.js";
import { type AddressSet, ofFamilies, unionOfSets } from "../net/address-set.js";
import { bothFamilies } from "../net/family.js";
import { familiesOf, type LowerContext } from "./lower-context.js";
import { lowerHook } from "./lower-hook.js";
import { lowerLadder } from "./lower-ladder.js";
import { lowerRule } from "./lower-rule.js";
import type { AddressList, Chain, Ruleset } from "./ruleset.js";

/** What the files named by `list … from` hold. */
export type ListFiles = ReadonlyMap<ListStatement, AddressSet>;

/**
 * From a policy without errors to the IR: names looked up, ladders as chains, families worked out.
 * @param trial bins only count
 */
export function lowerPolicy(
  { policy, symbols }: CheckedPolicy,
  listFiles: ListFiles,
  trial = false,
): Ruleset {
  const families = symbols.family?.family.families ?? bothFamilies;
  const context: LowerContext = { policy, symbols, families, trial };
  const chains = withEntryNames(
    policy.statements.flatMap((statement) => {
      if (statement.kind === "chain") return [lowerChain(context, statement)];
      return statement.kind === "ladder" ? lowerLadder(context, statement) : [];
    }),
  );
  const fed = listsAddedTo(chains);
  return {
    policy: symbols.policy?.name.text ?? nameOfFile(policy.file.name),
    source: policy.file.name,
    families,
    lists: [...symbols.lists.values()].map((list) => lowerList(context, list, fed, listFiles)),
    chains,
  };
}

/** `policies/edge.sbn` is the policy `edge`, unless it says otherwise. */
function nameOfFile(name: string): string {
  const base = name.slice(name.lastIndexOf("/") + 1).replace(/\.sbn$/u, "");
  return base.replace(/[^A-Za-z0-9_-]+/gu, "_") || "policy";
}

function lowerChain(context: LowerContext, statement: ChainStatement): Chain {
  const families = familiesOf(context, statement);
  return {
    name: statement.name.text,
    hook: statement.hook && lowerHook(context, statement.hook, statement.place),
    rules: statement.rules.map((rule) => lowerRule(context, rule, families)),
    origin: statement.span,
    note: noteOf(context.policy.trivia, statement),
  };
}

function lowerList(
  context: LowerContext,
  list: ListSymbol,
  fed: ReadonlySet<string>,
  listFiles: ListFiles,
): AddressList {
  const { declaration } = list;
  const isStatement = "kind" in declaration;
  const read = isStatement ? listFiles.get(declaration) : undefined;
  const permanent = read === undefined ? list.entries : unionOfSets(list.entries, read);
  return {
    name: list.name.text,
    permanent: ofFamilies(permanent, context.families),
    max: isStatement ? declaration.max?.value : undefined,
    per: isStatement ? declaration.per?.value : undefined,
    dynamic: fed.has(list.name.text),
    origin: list.name.span,
    note: isStatement ? noteOf(context.policy.trivia, declaration) : undefined,
  };
}

function listsAddedTo(chains: readonly Chain[]): ReadonlySet<string> {
  const actions = chains.flatMap((chain) => chain.rules).flatMap((rule) => rule.actions);
  return new Set(actions.flatMap((action) => (action.kind === "add" ? [action.list] : [])));
}

/**
 * A ladder's way in has no name of its own; it takes its hook's, or the first free one after it.
 * Nothing can jump there, so the name only shows in listings.
 */
function withEntryNames(chains: readonly Chain[]): readonly Chain[] {
  const taken = new Set(chains.map((chain) => chain.name));
  return chains.map((chain) => {
    if (chain.name !== "" || chain.hook === undefined) return chain;
    let name: string = chain.hook.point;
    for (let count = 2; taken.has(name); count++) name = `${chain.hook.point}_${String(count)}`;
    taken.add(name);
    return { ...chain, name };
  });
}
