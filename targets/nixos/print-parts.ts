import type { Artifact } from "../../src/target/target.js";
import type { NixProgram } from "./model.js";
import { allowRulesOf, closedPortOf, descriptionOf, rulesOf } from "./pieces.js";

/** What the flake's module includes: the texts of a module as files, with the policy's own names of interfaces. */
export function printParts(program: NixProgram): readonly Artifact[] {
  const { plain, inForce, interfaces } = program;
  const closedPort = closedPortOf(program, program.onlyTrial);
  return [
    { name: "table", lines: [plain.table] },
    {
      name: "interfaces.nft",
      lines: interfaces.map(
        ({ variable, names }) =>
          `define ${variable} = { ${names.map((name) => `"${name}"`).join(", ")} }`,
      ),
    },
    { name: "rules.nft", lines: rulesOf(program, inForce) },
    { name: "allow.nft", lines: allowRulesOf(inForce) },
    ...(closedPort === undefined ? [] : [{ name: "closed-port.nft", lines: closedPort }]),
    { name: "policy.nft", lines: descriptionOf(program) },
  ];
}
