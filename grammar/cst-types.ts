import { generateCstDts } from "chevrotain";
import { recoveringParser } from "./parser.js";

/** The text of `cst.ts`: the types of the parser's tree, made from the parser itself. */
export function cstTypes(): string {
  const types = generateCstDts(recoveringParser().getGAstProductions(), {
    visitorInterfaceName: "PolicyVisitor",
  });
  const nodes = types
    .slice(0, types.indexOf("export interface PolicyVisitor"))
    .replace(", ICstVisitor", "")
    // After error recovery any child can be missing, so none may be promised.
    .replace(/^( {2}\w+): (.+\[\];)$/gmu, "$1?: $2");
  return `// Made from parser.ts by \`npm run generate\`; a test fails when it is stale.\n${nodes.trimEnd()}\n`;
}
