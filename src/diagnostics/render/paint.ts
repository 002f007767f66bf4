/** What a piece of a rendered diagnostic is; the colour follows from that. */
export type Role = "error" | "warning" | "message" | "gutter" | "label" | "help" | "added";

export type Paint = (role: Role, text: string) => string;

/** SGR codes (ECMA-48); all of the first sixteen colours, so that the terminal's own palette holds. */
const codes: Readonly<Record<Role, string>> = {
  error: "1;31",
  warning: "1;33",
  message: "1",
  gutter: "34",
  label: "34",
  help: "36",
  added: "32",
};

/** @param colour false gives plain text: no escape sequence at all. */
export function painter(colour: boolean): Paint {
  if (!colour) return (_role, text) => text;
  return (role, text) => (text === "" ? "" : `\u001B[${codes[role]}m${text}\u001B[0m`);
}
