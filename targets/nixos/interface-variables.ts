import type { Chain, Interface, InterfaceMatcher, Rule, Ruleset } from "../../src/ir/ruleset.js";

/** An interface of the policy as a variable of nft's, so that an option can say what it is called. */
export interface InterfaceVariable {
  /** The policy's own name. */
  readonly name: string;
  readonly variable: string;
  /** What the policy spells. */
  readonly names: readonly string[];
}

/** The interfaces that rules or hooks test, each once, in the order in which they are met. */
export function interfaceVariables(
  ruleset: Ruleset,
  table: string,
  spell: (nic: Interface) => readonly string[],
): readonly InterfaceVariable[] {
  const found = new Map<string, Interface>();
  for (const { hook, rules } of ruleset.chains) {
    const tested = [...(hook?.interfaces ?? []), ...rules.flatMap(testedBy)];
    for (const matcher of tested) found.set(matcher.interface.name, matcher.interface);
  }
  const plain = (name: string): boolean => /^[A-Za-z0-9_]+$/u.test(name);
  return [...found.values()].map((nic, index) => ({
    name: nic.name,
    // A name that nft cannot spell has one of its number, which no plain name is: those begin differently.
    variable: plain(nic.name) ? `${table}_if_${nic.name}` : `${table}_nr_${String(index)}`,
    names: spell(nic),
  }));
}

function testedBy({ matchers }: Rule): readonly InterfaceMatcher[] {
  return matchers.filter((matcher) => matcher.kind === "interface");
}

/** The same ruleset with a stand-in for each interface's names, that {@link withVariables} finds again. */
export function withStandIns(
  ruleset: Ruleset,
  variables: readonly InterfaceVariable[],
  target: string,
): Ruleset {
  const standIn = (matcher: InterfaceMatcher): InterfaceMatcher => {
    const index = variables.findIndex(({ name }) => name === matcher.interface.name);
    const { origin } = matcher.interface;
    const spelling = { target, ofLists: false, names: [standInName(index)], origin };
    return { ...matcher, interface: { ...matcher.interface, spellings: [spelling] } };
  };
  const chains = ruleset.chains.map((chain): Chain => ({
    ...chain,
    hook: chain.hook && { ...chain.hook, interfaces: chain.hook.interfaces.map(standIn) },
    rules: chain.rules.map((rule) => ({
      ...rule,
      matchers: rule.matchers.map((one) => (one.kind === "interface" ? standIn(one) : one)),
    })),
  }));
  return { ...ruleset, chains };
}

function standInName(index: number): string {
  return `sinbin-if-${String(index)}`;
}

/** Lines of nft's with variables where the stand-ins were. Quotes are nft's own there: no text of a policy can hold one. */
export function* withVariables(
  lines: Iterable<string>,
  variables: readonly InterfaceVariable[],
): Generator<string> {
  for (const line of lines) {
    yield line.replace(
      /(?<=[io]ifname (?:!= )?)"sinbin-if-(\d+)"/gu,
      (name, index: string) => `$${variables[Number(index)]?.variable ?? name}`,
    );
  }
}
