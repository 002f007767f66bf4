import type { AddressError } from "./address-text.js";

/** Why a text is no address, no prefix and no range: half a sentence such as `a part of it is above 255`. */
export function whyNoAddress(
  text: string,
  error: Exclude<AddressError, { readonly error: "host-bits" }>,
): string {
  switch (error.error) {
    case "reversed-range":
      return "its end comes before its start";
    case "length":
      return `a prefix length is at most ${String(error.bits)} here`;
    case "mixed-range":
      return "its ends are of different address families";
    case "syntax":
      return whyNoSyntax(text);
  }
}

const unclear = "it is not written as one";

/** What is most likely wrong with it. */
function whyNoSyntax(text: string): string {
  if (/\s/u.test(text)) return "there is more than one word";
  if (text.includes(":")) return unclear;
  const [host = ""] = text.split("/", 1);
  if (/[a-z]/iu.test(host)) return "it looks like a name, and names are not looked up";
  for (const end of host.split("-")) {
    const why = whyNoIPv4(end.split("."));
    if (why !== undefined) return why;
  }
  return unclear;
}

function whyNoIPv4(parts: readonly string[]): string | undefined {
  if (parts.length < 2 || parts.some((part) => !/^\d+$/u.test(part))) return undefined;
  if (parts.length !== 4) return `it has ${String(parts.length)} parts instead of four`;
  if (parts.some((part) => Number(part) > 255)) return "a part of it is above 255";
  return parts.some((part) => /^0\d/u.test(part))
    ? "a part of it begins with 0, which some read as octal"
    : undefined;
}
