import { bad, type Checked, good, trapOf } from "./answer.js";
import type { Part } from "./notation.js";
import { readTime } from "./time-text.js";

/** Each part's text against its type and bounds, and put together again as RouterOS shows it. */
export function checkParts(
  name: string,
  parts: readonly Part[],
  texts: readonly (string | undefined)[],
): Checked<string> {
  let shown = "";
  for (const [index, part] of parts.entries()) {
    const text = texts[index] ?? standing(name, part);
    if (text === undefined) continue;
    const checked = checkPart(name, part, text);
    if (!checked.ok) return checked;
    shown += part.mark + checked.value;
  }
  return good(shown);
}

/** What is shown where it was left out: the unit of a `limit` is (manual, "Common Firewall Matchers and Actions"). */
function standing(name: string, part: Part): string | undefined {
  return name === "limit" && part.type === "enum" ? part.choices[0] : undefined;
}

function checkPart(name: string, part: Part, text: string): Checked<string> {
  const { least, most, choices } = part;
  const invalid = bad(trapOf(`invalid value for argument ${name}`, "value"));
  switch (part.type) {
    case "num":
      return inBounds(Number(text)) ? good(String(Number(text))) : outOfRange();
    case "range": {
      const [first = 0, last = first] = text.split("-").map(Number);
      if (first > last) return invalid;
      if (!inBounds(first) || !inBounds(last)) return outOfRange();
      return good(first === last ? String(first) : `${first}-${last}`);
    }
    case "time": {
      const checked = readTime(text, most < 2 ** 32 - 1 ? most * 1000 : undefined);
      if (checked === undefined || (least > 0 && checked.value === "0s")) return invalid;
      return checked;
    }
    case "enum":
      return choices.includes(text)
        ? good(text)
        : bad(trapOf(`input does not match any value of ${name}`, "value"));
    case "ubit": {
      const given = text.split(",");
      // They are bits of a mask, so they come back in the mask's order.
      return given.every((choice) => choices.includes(choice))
        ? good(choices.filter((choice) => given.includes(choice)).join(","))
        : bad(trapOf(`input does not match any value of ${name}`, "value"));
    }
    case "bool":
      return text === "yes" || text === "no" || text === "true" || text === "false"
        ? good(text === "yes" || text === "true" ? "true" : "false")
        : invalid;
  }

  function inBounds(value: number): boolean {
    return least <= value && value <= most;
  }

  function outOfRange(): Checked<never> {
    return bad(trapOf(`value of ${name} out of range (${least}..${most})`, "value"));
  }
}
