/**
 * Lines as one Nix `''` string (Nix manual, "String literal"), each ending in a line feed. Nix takes the
 * common leading blanks off again, so one of the lines must begin without any.
 */
export function* indentedString(head: string, lines: Iterable<string>): Generator<string> {
  yield `${head}''`;
  for (const line of lines) yield line === "" ? "" : `  ${escaped(line)}`;
  yield "''";
}

/** A quote beside a quote or a dollar would end the string or escape; `${` would begin an expression. */
function escaped(text: string): string {
  return text.replace(/'(?=['$])|(?<=')'/gu, "''\\'").replaceAll("${", "''${");
}

/** A Nix `"` string. */
export function quotedString(text: string): string {
  const body = text.replace(/["\\]|\$(?=\{)/gu, "\\$&").replaceAll("\n", "\\n");
  return `"${body}"`;
}
