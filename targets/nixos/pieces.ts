import {
  type NftProgram,
  printClosedPort,
  printDescription,
  printRules,
} from "../nftables/index.js";
import { withVariables } from "./interface-variables.js";
import type { NixProgram } from "./model.js";

/** nft's text with variables for the interfaces. */
export function rulesOf({ interfaces }: NixProgram, program: NftProgram): Iterable<string> {
  return withVariables(printRules(program), interfaces);
}

/** What sends those of the option `allow` on their way, in every base chain that has sources to look at. */
export function allowRulesOf({ table, chains }: NftProgram): readonly string[] {
  return chains
    .filter(({ hook }) => hook !== undefined && hook.point !== "output")
    .flatMap(({ name }) => [
      `insert rule inet ${table} ${name} ip6 saddr @host_allow_6 return`,
      `insert rule inet ${table} ${name} ip saddr @host_allow_4 return`,
    ]);
}

/** Chains that no hook calls; NixOS takes them off before the next generation's come. */
export function regularChains({ inForce, trial }: NixProgram): readonly string[] {
  const names = [inForce, trial].flatMap(({ chains }) =>
    chains.filter(({ hook }) => hook === undefined).map(({ name }) => name),
  );
  return [...new Set(names)];
}

/** What the helper reads. The rules are not in that file: NixOS loads them. */
export function* descriptionOf({ plain }: NixProgram): Generator<string> {
  yield* printDescription(plain);
  yield "#@ loader nftables.service";
}

/** The chain for packets to closed ports, as a trial or not; none if the policy has no bin. */
export function closedPortOf({ plain }: NixProgram, trial: boolean): readonly string[] | undefined {
  return printClosedPort(plain, trial);
}
