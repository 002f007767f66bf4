import type { Interface, Ruleset } from "../ir/ruleset.js";

/** The device's names for one of the policy's interfaces. */
export type DeviceInterfaces = (name: string) => {
  readonly names: readonly string[];
  /** Of RouterOS interface lists. */
  readonly lists: readonly string[];
};

/** All interfaces that rules and hooks name. */
export function interfacesOf({ chains }: Ruleset): readonly Interface[] {
  const all = chains.flatMap(({ hook, rules }) => [
    ...(hook?.interfaces ?? []),
    ...rules.flatMap(({ matchers }) => matchers.filter((matcher) => matcher.kind === "interface")),
  ]);
  return [...new Map(all.map((one) => [one.interface.name, one.interface])).values()];
}

/** @param spelledFor whose spellings are taken, the best first */
export function deviceInterfaces(
  ruleset: Ruleset,
  spelledFor: readonly string[],
): DeviceInterfaces {
  const known = new Map(interfacesOf(ruleset).map((nic) => [nic.name, nic.spellings]));
  return (name) => {
    const spellings = known.get(name) ?? [];
    const target = spelledFor.find((id) => spellings.some((spelling) => spelling.target === id));
    const own = spellings.filter((spelling) => spelling.target === target);
    const named = (ofLists: boolean): readonly string[] =>
      own.filter((spelling) => spelling.ofLists === ofLists).flatMap(({ names }) => names);
    return { names: named(false), lists: named(true) };
  };
}
