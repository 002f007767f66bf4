/**
 * The API's words and sentences once more, for the tests alone and not the product's own, from the manual's page
 * "API". Words are strings of one character a byte.
 */
export function sentenceBytes(words: readonly string[]): Buffer {
  return Buffer.concat([...words.map((word) => wordBytes(word)), Buffer.from([0])]);
}

/** @param form bytes of the length's code; the shortest that fits unless given */
export function wordBytes(word: string, form?: number): Buffer {
  const bytes = Buffer.from(word, "latin1");
  const size = bytes.length;
  const shortest = [0x80, 0x4000, 0x200000, 0x10000000].findIndex((limit) => size < limit) + 1;
  const length = form ?? (shortest === 0 ? 5 : shortest);
  const code = Buffer.alloc(5);
  code.writeUInt32BE(size, 1);
  const lead = [0, 0x80, 0xc0, 0xe0, 0xf0][length - 1] ?? 0;
  const prefix = code.subarray(5 - length);
  prefix[0] = lead | (length === 5 ? 0 : (prefix[0] ?? 0));
  return Buffer.concat([prefix, bytes]);
}

function readWord(bytes: Buffer, at: number): { word: string; next: number } | undefined {
  const lead = bytes[at];
  if (lead === undefined) return undefined;
  const [more, mask] =
    lead < 0x80
      ? [0, 0x7f]
      : lead < 0xc0
        ? [1, 0x3f]
        : lead < 0xe0
          ? [2, 0x1f]
          : lead < 0xf0
            ? [3, 0x0f]
            : [4, 0];
  if (bytes.length < at + 1 + more) return undefined;
  let size = lead & mask;
  for (let index = 1; index <= more; index++) size = size * 256 + (bytes[at + index] ?? 0);
  const start = at + 1 + more;
  if (bytes.length < start + size) return undefined;
  return { word: bytes.toString("latin1", start, start + size), next: start + size };
}

/** A sentence with the very bytes it came in. */
export interface WireSentence {
  readonly words: readonly string[];
  readonly bytes: Buffer;
}

/** Takes a stream apart, in whatever pieces it comes. */
export function sentenceSplitter(): (chunk: Buffer) => readonly WireSentence[] {
  let rest: Buffer = Buffer.alloc(0);
  let scanned = 0;
  let words: string[] = [];
  return (chunk) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const sentences: WireSentence[] = [];
    let start = 0;
    for (;;) {
      const read = readWord(rest, scanned);
      if (read === undefined) break;
      scanned = read.next;
      if (read.word !== "") {
        words.push(read.word);
        continue;
      }
      sentences.push({ words, bytes: rest.subarray(start, scanned) });
      words = [];
      start = scanned;
    }
    rest = rest.subarray(start);
    scanned -= start;
    return sentences;
  };
}
