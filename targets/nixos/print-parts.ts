import type { Artifact } from "../../src/target/target.js";
import type { NixProgram } from "./model.js";
import { allowRulesOf, closedPortOf, descriptionOf, rulesOf } from "./pieces.js";

/** What the flake's module includes: the texts of a module as files, with the policy's own names of interfaces. */
export function printParts(program: NixProgram): readonly Artifact[] {
  const { plain, interfaces } = program;
  return [
    { name: "table", lines: [plain.table] },
    {
      name: "interfaces.nft",
      lines: interfaces.map(
        ({ variable, names }) =>
          `define ${variable} = { ${names.map((name) => `"${name}"`).join(", ")} }`,
      ),
    },
    ...variants(program, false),
    ...variants(program, true),
    { name: "policy.nft", lines: descriptionOf(program) },
  ];
}

/** What differs between a policy in force and its trial. */
function variants(program: NixProgram, asTrial: boolean): readonly Artifact[] {
  const rules = asTrial ? program.trial : program.inForce;
  const ending = asTrial ? "-trial.nft" : ".nft";
  const closedPort = closedPortOf(program, asTrial);
  return [
    { name: `rules${ending}`, lines: rulesOf(program, rules) },
    { name: `allow${ending}`, lines: allowRulesOf(rules) },
    ...(closedPort === undefined ? [] : [{ name: `closed-port${ending}`, lines: closedPort }]),
  ];
}
