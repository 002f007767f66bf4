import type {
  ChainStatement,
  FamilyStatement,
  InterfaceStatement,
  LadderStatement,
  ListStatement,
  Name,
  PolicyFile,
  PolicyStatement,
  Rung,
  ServiceStatement,
} from "../ast/nodes.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { report } from "../diagnostics/report.js";
import type { AddressRange } from "../net/address.js";
import { addressSet, type AddressSet } from "../net/address-set.js";
import type { Timeout } from "../net/duration.js";
import type { Service, ServiceTerm } from "../net/service.js";
import { service } from "../net/service.js";
import { wellKnownServices } from "../net/well-known-services.js";

/** A list as declared: by a statement of its own, or by the ladder that names it first. */
export interface ListSymbol {
  readonly name: Name;
  readonly timeout: Timeout | undefined;
  /** The union of its entries in braces. */
  readonly entries: AddressSet;
  readonly declaration: ListStatement | Rung;
}

/** What the names of a policy stand for. */
export interface Symbols {
  readonly policy: PolicyStatement | undefined;
  readonly family: FamilyStatement | undefined;
  readonly lists: ReadonlyMap<string, ListSymbol>;
  readonly chains: ReadonlyMap<string, ChainStatement | LadderStatement>;
  readonly services: ReadonlyMap<string, ServiceStatement>;
  readonly interfaces: ReadonlyMap<string, InterfaceStatement>;
}

export interface CollectedSymbols {
  readonly symbols: Symbols;
  readonly diagnostics: readonly Diagnostic[];
}

/** Gathers the declarations of a file; a name declared twice keeps its first meaning. */
export function collectSymbols(policy: PolicyFile): CollectedSymbols {
  const diagnostics: Diagnostic[] = [];
  const lists = new Map<string, ListSymbol>();
  const chains = new Map<string, ChainStatement | LadderStatement>();
  const services = new Map<string, ServiceStatement>();
  const interfaces = new Map<string, InterfaceStatement>();

  function declare<T extends { readonly name: Name }>(
    table: Map<string, T>,
    kind: string,
    item: T,
  ): void {
    const known = table.get(item.name.text);
    if (known === undefined) table.set(item.name.text, item);
    else diagnostics.push(declaredTwice(kind, item.name, known.name));
  }

  for (const statement of policy.statements) {
    switch (statement.kind) {
      case "list":
        declare(lists, "list", {
          name: statement.name,
          timeout: statement.timeout?.timeout,
          entries: addressSet(entryRanges(statement)),
          declaration: statement,
        });
        break;
      case "chain":
      case "ladder":
        declare(chains, "chain", statement);
        break;
      case "service":
        declare(services, "service", statement);
        break;
      case "interface":
        declare(interfaces, "interface", statement);
        break;
      case "policy":
      case "family":
      case "include":
      case "expect":
        break;
    }
  }
  declareLadderLists(policy, lists);
  const symbols: Symbols = {
    policy: policy.statements.find((statement) => statement.kind === "policy"),
    family: policy.statements.find((statement) => statement.kind === "family"),
    lists,
    chains,
    services,
    interfaces,
  };
  return { symbols, diagnostics };
}

function* entryRanges({ entries }: ListStatement): Generator<AddressRange> {
  for (const { range } of entries ?? []) yield range;
}

const noAddresses = addressSet([]);

function declaredTwice(kind: string, again: Name, known: Name): Diagnostic {
  return report(
    "SB2002",
    again.span,
    { kind, name: again.text },
    { labels: [{ span: known.span, text: "declared here first" }] },
  );
}

/** Rungs and bins declare their lists, unless a statement or an earlier ladder does. */
function declareLadderLists(policy: PolicyFile, lists: Map<string, ListSymbol>): void {
  for (const statement of policy.statements) {
    if (statement.kind !== "ladder") continue;
    for (const item of statement.items) {
      const steps = item.kind === "rungs" ? item.rungs : item.kind === "bin" ? [item.bin] : [];
      for (const step of steps) {
        if (lists.has(step.list.text)) continue;
        lists.set(step.list.text, {
          name: step.list,
          timeout: step.timeout?.timeout,
          entries: noAddresses,
          declaration: step,
        });
      }
    }
  }
}

/** What a service name stands for: the policy's own meaning before the well-known one. */
export function serviceNamed(symbols: Symbols, name: string): Service | undefined {
  if (!symbols.services.has(name)) return wellKnownServices.get(name);
  const terms: ServiceTerm[] = [];
  // A set keeps the order and grows while it is gone through; each name is looked at once, in circles too.
  const names = new Set([name]);
  for (const next of names) {
    const own = symbols.services.get(next);
    terms.push(...(own === undefined ? (wellKnownServices.get(next) ?? []) : []));
    for (const part of own?.parts ?? []) {
      if (part.kind === "name") names.add(part.text);
      else terms.push(part.term);
    }
  }
  return service(terms);
}
