import {
  baseChains,
  type BaseChain,
  type NftChain,
  type NftRule,
  type RuleGroup,
} from "../model.js";
import { priorityOf } from "../print.js";
import type { Cursor } from "./cursor.js";
import { readRule } from "./rule.js";
import { name } from "./values.js";

/** Behind `chain`. @param recover what to do with a fault inside; reading goes on with the next line */
export function readChain(
  cursor: Cursor,
  remarks: readonly string[],
  recover: () => void,
): NftChain | undefined {
  const own = name(cursor);
  if (own === undefined || !cursor.expect("{")) return undefined;
  let hook: BaseChain | undefined;
  const groups: { remarks: string[]; rules: NftRule[] }[] = [];
  let current: (typeof groups)[number] | undefined;
  const group = (): (typeof groups)[number] => {
    if (current === undefined) groups.push((current = { remarks: [], rules: [] }));
    return current;
  };
  for (;;) {
    const { token } = cursor;
    if (token.kind === "end") {
      cursor.fail("`}`");
      return undefined;
    }
    if (cursor.take("}")) return { name: own, remarks, hook, groups: groups satisfies RuleGroup[] };
    if (token.kind === "line") {
      // An empty line ends a group.
      if (/\n.*\n/su.test(cursor.skip().text)) current = undefined;
    } else if (token.kind === "comment") {
      group().remarks.push(cursor.skip().text);
    } else if (token.text === "type") {
      hook = readHook(cursor, own);
      if (hook === undefined) return undefined;
    } else {
      const rule = readRule(cursor);
      if (rule === undefined) recover();
      else group().rules.push(rule);
      cursor.take(";");
    }
  }
}

/** `type filter hook input priority filter - 10; policy accept;` */
function readHook(cursor: Cursor, chain: string): BaseChain | undefined {
  const base = baseChains.find((one) => one.name === chain);
  if (base === undefined) {
    cursor.fail(`no hook, for \`${chain}\` is no base chain of a policy`);
    return undefined;
  }
  const words = ["type", "filter", "hook", base.point, "priority", ...priorityOf(base).split(" ")];
  return cursor.expect(...words, ";", "policy", "accept", ";") ? base : undefined;
}
