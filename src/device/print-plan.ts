import { painter } from "../diagnostics/render/paint.js";
import { onOneLine } from "../diagnostics/render/shown-text.js";
import { originOf } from "../source/source-file.js";
import { type Change, type Phase, type Plan, titleOf } from "./plan.js";

const headings: Readonly<Record<Phase, string>> = {
  before: "Before, where no packet meets it (entries of lists excepted)",
  "cut-over": "Cut-over, taken back by the device itself unless it is confirmed",
  after: "After, when nothing leads there any more (entries of lists excepted)",
};

const signs: Readonly<Record<Change["action"], string>> = {
  add: "+",
  remove: "-",
  switch: "~",
  move: ">",
};

/** Of a long list of changes of one kind so many are shown. */
const mostAlike = 12;

/** A plan for people, line by line. */
export function* printPlan(
  { device, policy, changes }: Plan,
  options: { readonly colour: boolean },
): Generator<string> {
  const paint = painter(options.colour);
  const { system, identity, version, board } = device;
  yield `${titleOf(device)}: ${onOneLine(identity)}, ${system} ${onOneLine(version)}${board === "" ? "" : `, ${onOneLine(board)}`}`;
  if (changes.length === 0) {
    yield `The policy ${policy} is there as it should be; nothing to do.`;
    return;
  }
  for (const phase of ["before", "cut-over", "after"] as const) {
    const own = changes.filter((change) => change.phase === phase);
    if (own.length === 0) continue;
    yield "";
    yield paint("message", `${headings[phase]}:`);
    for (const group of alike(own)) {
      for (const change of group.slice(0, mostAlike)) {
        const { action, menu, what, reason, origin, rules } = change;
        const place = origin === undefined ? "" : ` (${originOf(origin)})`;
        yield `  ${signs[action]} ${menu}  ${onOneLine(what)}${place}`;
        yield `      ${paint("help", reason)}`;
        for (const rule of rules?.removed ?? []) yield paint("error", `      - ${onOneLine(rule)}`);
        for (const rule of rules?.added ?? []) yield paint("added", `      + ${onOneLine(rule)}`);
      }
      if (group.length > mostAlike) yield `      and ${group.length - mostAlike} more like it`;
    }
  }
}

/** Neighbours that do the same in the same menu for the same reason. */
function alike(changes: readonly Change[]): readonly (readonly Change[])[] {
  const groups: Change[][] = [];
  for (const change of changes) {
    const last = groups.at(-1)?.at(-1);
    const isAlike =
      last?.action === change.action && last.menu === change.menu && last.reason === change.reason;
    if (isAlike) groups.at(-1)?.push(change);
    else groups.push([change]);
  }
  return groups;
}
