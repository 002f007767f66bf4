import { sourceLine, type Span } from "../../../src/source/source-file.js";
import { percentDecode } from "../comments.js";

/**
 * Places by the comments that name them, `sinbin:edge edge.sbn:12 a note`. A comment knows the file and the line:
 * the place is the line's beginning, of a file whose text is not known.
 */
export function commentOrigins(owner: string): (comment: string) => Span | undefined {
  const known = new Map<string, Span>();
  return (comment) => {
    if (!comment.startsWith(`${owner} `)) return undefined;
    const [place = ""] = comment.slice(owner.length + 1).split(" ");
    const before = known.get(place);
    if (before !== undefined) return before;
    const match = /^(.*):(\d{1,9})$/u.exec(percentDecode(place) ?? "");
    if (match === null) return undefined;
    const [, name = "", line] = match;
    const span = { file: sourceLine(name, "", Number(line)), start: 0, end: 0 };
    known.set(place, span);
    return span;
  };
}

/** The policy that an owner's tag names; undefined when it is none. */
export function policyOfOwner(owner: string): string | undefined {
  return owner.startsWith("sinbin:") ? percentDecode(owner.slice("sinbin:".length)) : undefined;
}

/** The tag that a comment begins with. */
export function ownerOfComment(comment: string): string | undefined {
  return /^sinbin:[^ ]+(?= )/u.exec(comment)?.[0];
}
