import { onOneLine } from "../diagnostics/render/shown-text.js";
import { formatTimeout } from "../net/duration.js";
import type { Effect } from "./effects.js";
import { titleOf } from "./plan.js";
import { entryText } from "./print-status.js";
import type { Standing } from "./standing.js";

/** Where an address stands, for people, line by line. */
export function* printStanding(standing: Standing): Generator<string> {
  const { device, policy, inForce, address, on, notOn, next } = standing;
  yield `${address} under the policy ${policy} on ${titleOf(device)}${inForce ? "" : ", which is not in force there"}`;
  yield "";
  for (const entry of on) yield `  on ${onOneLine(entry.list)}: ${onOneLine(entryText(entry))}`;
  if (notOn.length > 0) yield `  not on ${notOn.map(onOneLine).join(", ")}`;
  if (on.length === 0 && notOn.length === 0) yield "  the policy has no lists there";
  yield "";
  if (next === undefined) {
    yield "What its rules would do next cannot be told of this device; `sinbinc simulate` plays it.";
  } else if (next.length === 0) {
    yield "No rule does anything with it that it would not do with everybody.";
  } else {
    yield "What may happen next, in the order of the rules:";
    for (const effect of next) yield `  ${onOneLine(effectText(effect))}`;
  }
}

function effectText({ kind, origin, side, list, timeout, conditions }: Effect): string {
  const packets = `${conditions === "" ? "every packet" : "a packet"} ${side === "source" ? "from" : "to"} it`;
  const when = conditions === "" ? "" : ` with ${conditions}`;
  switch (kind) {
    case "add": {
      const time =
        timeout === undefined || timeout === "forever"
          ? "for ever"
          : `for ${formatTimeout(timeout)}`;
      return `${origin}: ${packets}${when} puts it on ${list ?? ""} ${time}`;
    }
    case "drop":
      return `${origin}: ${packets}${when} is dropped`;
    case "accept":
      return `${origin}: ${packets}${when} is let in`;
  }
}
