/**
 * Words and sentences as bytes. RouterOS manual, "API", "Protocol": a word is its length and its bytes, a
 * sentence is words up to one of length zero. Words are strings of one character a byte here, so that whatever
 * bytes a client sends come back the same.
 */
export function encodeSentence(words: readonly string[]): Buffer {
  const parts: Buffer[] = [];
  for (const word of words) parts.push(encodeLength(word.length), Buffer.from(word, "latin1"));
  parts.push(endOfSentence);
  return Buffer.concat(parts);
}

const endOfSentence = Buffer.of(0);

function encodeLength(length: number): Buffer {
  if (length < 0x80) return Buffer.of(length);
  if (length < 0x4000) return Buffer.of((length >> 8) | 0x80, length & 0xff);
  if (length < 0x200000) {
    return Buffer.of((length >> 16) | 0xc0, (length >> 8) & 0xff, length & 0xff);
  }
  const bytes = Buffer.alloc(length < 0x10000000 ? 4 : 5);
  if (length < 0x10000000) bytes.writeUInt32BE((length | 0xe0000000) >>> 0);
  else bytes.writeUInt32BE(length, 1);
  if (bytes.length === 5) bytes[0] = 0xf0;
  return bytes;
}

/** What arrived: a sentence that is whole, or why nothing more can be read from this connection. */
export type Arrival =
  | { readonly kind: "sentence"; readonly words: readonly string[] }
  | { readonly kind: "broken"; readonly why: string };

/** Takes bytes as they come, in pieces of any size. After `broken` it gives nothing more. */
export type SentenceReader = (chunk: Uint8Array) => readonly Arrival[];

/** More than any script or list of ids that RouterOS holds; what claims to be longer is no API client. */
const mostSentenceBytes = 4 * 1024 * 1024;

export function sentenceReader(): SentenceReader {
  let words: string[] = [];
  let sentenceBytes = 0;
  /** Bytes of a length that is not whole yet. */
  let prefix: number[] = [];
  /** The word that is not whole yet. */
  let parts: Buffer[] = [];
  let missing = 0;
  let broken = false;

  const breakOff = (why: string): Arrival => {
    broken = true;
    words = [];
    parts = [];
    return { kind: "broken", why };
  };

  return (chunk) => {
    const arrivals: Arrival[] = [];
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    let offset = 0;
    while (offset < bytes.length && !broken) {
      if (missing > 0) {
        const part = bytes.subarray(offset, offset + missing);
        // A copy: the socket may use its memory again.
        parts.push(Buffer.from(part));
        offset += part.length;
        missing -= part.length;
        if (missing === 0) {
          words.push(Buffer.concat(parts).toString("latin1"));
          parts = [];
        }
        continue;
      }
      prefix.push(bytes[offset++] ?? 0);
      const length = decodeLength(prefix);
      if (length === "more") continue;
      prefix = [];
      if (length === "control") {
        arrivals.push(breakOff("control bytes are reserved"));
      } else if (length > 0) {
        sentenceBytes += length;
        missing = length;
        if (sentenceBytes > mostSentenceBytes) arrivals.push(breakOff("sentence is too long"));
      } else {
        // Empty sentences are ignored.
        if (words.length > 0) arrivals.push({ kind: "sentence", words });
        words = [];
        sentenceBytes = 0;
      }
    }
    return arrivals;
  };
}

function decodeLength(bytes: readonly number[]): number | "more" | "control" {
  const [first = 0] = bytes;
  if (first > 0xf0) return "control";
  const size = first < 0x80 ? 1 : first < 0xc0 ? 2 : first < 0xe0 ? 3 : first < 0xf0 ? 4 : 5;
  if (bytes.length < size) return "more";
  const top = size === 1 ? first : size === 5 ? 0 : first & (0xff >> size);
  return bytes.slice(1).reduce((value, byte) => value * 256 + byte, top);
}
