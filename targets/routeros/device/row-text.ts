import { quoted, wordOf } from "../rsc-text.js";
import { contentOf, isSet } from "./content.js";
import type { Row } from "./session.js";

/** A row as a person at the console would write it: `chain=input action=accept protocol=tcp`. */
export function rowText(row: Row): string {
  const { chain, action = "accept", comment, ...rest } = contentOf(row);
  const words = [
    ...(chain === undefined ? [] : [wordOf("chain", chain)]),
    `action=${action}`,
    ...Object.entries(rest).map(([name, value]) => wordOf(name, value)),
    ...(comment === undefined ? [] : [`comment=${quoted(comment)}`]),
  ];
  return `${isSet(row, "disabled") ? "(disabled) " : ""}${words.join(" ")}`;
}
