import { type TcpFlag, tcpFlags } from "../../../src/net/tcp-flags.js";
import type { Match } from "../model.js";
import type { Cursor } from "./cursor.js";
import { separated, word } from "./values.js";

const flag = word("a TCP flag", (text) =>
  text === "ecn" ? "ece" : tcpFlags.find((one) => one === text),
);

/** Behind `tcp flags`: as this target writes it (`& mask == value`), or as `nft list` shows it (`value / mask`). */
export function readFlags(cursor: Cursor): Match | undefined {
  if (cursor.take("&")) {
    const mask = readSum(cursor);
    if (mask === undefined) return undefined;
    if (cursor.take("!=")) {
      return cursor.expect("0x0") ? { kind: "some-flag", flags: mask } : undefined;
    }
    if (!cursor.expect("==")) return undefined;
    const value = cursor.take("0x0") ? [] : readSum(cursor);
    return value && withMask(value, mask);
  }
  if (cursor.take("==")) {
    const value = cursor.take("0x0") ? [] : separated(cursor, flag);
    return value && withMask(value, tcpFlags);
  }
  if (cursor.take("!")) {
    const unset = separated(cursor, flag);
    return unset && { kind: "flags", set: [], unset };
  }
  const value = separated(cursor, flag);
  if (value === undefined) return undefined;
  if (!cursor.take("/")) return { kind: "some-flag", flags: value };
  const mask = separated(cursor, flag);
  return mask && withMask(value, mask);
}

function withMask(set: readonly TcpFlag[], mask: readonly TcpFlag[]): Match {
  return { kind: "flags", set, unset: mask.filter((one) => !set.includes(one)) };
}

/** `syn`, `(fin | syn)`. */
function readSum(cursor: Cursor): readonly TcpFlag[] | undefined {
  const inParentheses = cursor.take("(");
  const flags: TcpFlag[] = [];
  do {
    const one = flag(cursor);
    if (one === undefined) return undefined;
    flags.push(one);
  } while (cursor.take("|"));
  return !inParentheses || cursor.expect(")") ? flags : undefined;
}
