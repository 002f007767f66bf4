/**
 * A script's text without its line joins and remarks, for a reader that goes through it once, and the places of
 * the original (RouterOS manual, "Scripting", "Line joining" and "Comments").
 */
export interface ScriptText {
  /** Every line stands for itself; what a join had broken is one line again, a remark is an empty one. */
  readonly code: string;
  readonly remarks: readonly Remark[];
  /** The offset in the original of one in {@link code}. */
  originalOffset(offset: number): number;
}

export interface Remark {
  /** Without the `#` and a space. */
  readonly text: string;
  /** Where it stood in {@link ScriptText.code}. */
  readonly at: number;
}

export function scriptText(original: string): ScriptText {
  const pieces: string[] = [];
  const remarks: Remark[] = [];
  /** Where original and code go apart: from this offset of the code on, so much has been left out. */
  const cuts: { readonly at: number; readonly removed: number }[] = [];
  let length = 0;
  let removed = 0;
  let isJoined = false;
  for (const [line, end] of linesOf(original)) {
    const text: string = isJoined ? line.trimStart() : line;
    removed += line.length - text.length;
    if (!isJoined && /^\s*#/u.test(line)) {
      remarks.push({ text: line.replace(/^\s*# ?/u, ""), at: length });
      removed += line.length;
      isJoined = false;
      keep("", end);
      continue;
    }
    isJoined = end !== "" && /(?<!\\)(?:\\\\)*\\$/u.test(text);
    if (isJoined) {
      keep(text.slice(0, -1), "");
      removed += 1 + end.length;
    } else {
      keep(text, end);
    }
  }
  return {
    code: pieces.join(""),
    remarks,
    originalOffset: (offset) => {
      let low = 0;
      let high = cuts.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((cuts[middle]?.at ?? 0) <= offset) low = middle + 1;
        else high = middle;
      }
      return offset + (cuts[low - 1]?.removed ?? 0);
    },
  };

  function keep(text: string, end: string): void {
    if (removed !== (cuts.at(-1)?.removed ?? 0)) cuts.push({ at: length, removed });
    pieces.push(text, end);
    length += text.length + end.length;
  }
}

function* linesOf(text: string): Generator<readonly [line: string, end: string]> {
  let start = 0;
  for (const { 0: end, index } of text.matchAll(/\r\n|\r|\n/gu)) {
    yield [text.slice(start, index), end];
    start = index + end.length;
  }
  if (start < text.length) yield [text.slice(start), ""];
}
