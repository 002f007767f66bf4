/** What came from the router: a whole sentence with its bytes, or something that no router says. */
export type Arrival =
  | { readonly kind: "sentence"; readonly bytes: Buffer; readonly words: readonly string[] }
  | { readonly kind: "garbage"; readonly detail: string };

/**
 * Cuts the stream into whole sentences (RouterOS manual, "API", "Protocol"). The library's receiver withholds a
 * reply whose last zero byte comes in a segment of its own, and throws in the socket's handler on what it does not
 * know; given whole sentences that were looked at before, it does neither.
 */
export function sentenceCutter(): (chunk: Buffer) => readonly Arrival[] {
  let pending: Buffer = Buffer.alloc(0);
  let wanted = 0;
  return (chunk) => {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    const arrivals: Arrival[] = [];
    // A long sentence comes in many pieces; before so many bytes are there it is not read again.
    while (pending.length > 0 && pending.length >= wanted) {
      const sentence = firstSentence(pending);
      if (sentence.kind === "part") {
        wanted = sentence.wanted;
        break;
      }
      wanted = 0;
      arrivals.push(sentence);
      if (sentence.kind === "garbage") break;
      pending = pending.subarray(sentence.bytes.length);
    }
    return arrivals;
  };
}

type First = Arrival | { readonly kind: "part"; readonly wanted: number };

function firstSentence(bytes: Buffer): First {
  const words: string[] = [];
  let offset = 0;
  for (;;) {
    const length = lengthAt(bytes, offset);
    if (length === "part") return { kind: "part", wanted: bytes.length + 1 };
    if (length === "control" || length.value > longestWord) {
      return { kind: "garbage", detail: shown(bytes) };
    }
    const start = offset + length.size;
    offset = start + length.value;
    // Seen at once, whatever length the first byte of a greeting claims.
    if (words.length === 0 && start < bytes.length && bytes[start] !== exclamationMark) {
      return { kind: "garbage", detail: shown(bytes) };
    }
    if (offset > bytes.length) return { kind: "part", wanted: offset };
    if (length.value === 0) return { kind: "sentence", bytes: bytes.subarray(0, offset), words };
    words.push(bytes.toString("latin1", start, offset));
  }
}

/** What every reply word begins with. */
const exclamationMark = 0x21;

/** No item of a router is longer; what says so is no router. */
const longestWord = 16 * 1024 * 1024;

type Length = { readonly value: number; readonly size: number } | "part" | "control";

function lengthAt(bytes: Buffer, offset: number): Length {
  const first = bytes[offset];
  if (first === undefined) return "part";
  if (first < 0x80) return { value: first, size: 1 };
  if (first > 0xf0) return "control";
  const size = first < 0xc0 ? 2 : first < 0xe0 ? 3 : first < 0xf0 ? 4 : 5;
  if (offset + size > bytes.length) return "part";
  const top = size === 5 ? 0 : first & (0xff >> size);
  const rest = bytes.subarray(offset + 1, offset + size);
  return { value: rest.reduce((value, byte) => value * 256 + byte, top), size };
}

function shown(bytes: Buffer): string {
  return JSON.stringify(bytes.toString("latin1", 0, 40));
}
