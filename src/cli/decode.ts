import { isUtf8 } from "node:buffer";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { report } from "../diagnostics/report.js";
import { sourceFile, type SourceFile } from "../source/source-file.js";

/** A source file, or what keeps its bytes from being one. */
export type Decoded =
  | { readonly ok: true; readonly file: SourceFile }
  | {
      readonly ok: false;
      readonly file: SourceFile;
      readonly why: string;
      readonly diagnostic: Diagnostic;
    };

/** Reads bytes as UTF-8, strictly: a byte that means nothing is an error with its place, never a `�`. */
export function decodeSource(name: string, bytes: Uint8Array): Decoded {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const utf16 = utf16Kind(bytes);
  if (utf16 !== undefined) {
    const file = sourceFile(name, decodeUtf16(buffer.subarray(2), utf16));
    return refuse(file, 0, `it is UTF-16 (${utf16}) text`);
  }
  if (isUtf8(bytes)) return { ok: true, file: sourceFile(name, buffer.toString("utf8")) };
  // Each wrong byte becomes a `�`; up to the first one the text is as written.
  const first = firstWrongByte(bytes);
  const file = sourceFile(name, buffer.toString("utf8"));
  const before = sourceFile(name, buffer.subarray(0, first).toString("utf8"));
  const value = (bytes[first] ?? 0).toString(16).toUpperCase().padStart(2, "0");
  const nul = file.text.indexOf("\0");
  if (nul >= 0 && nul < before.text.length) return refuse(file, nul, "it holds a NUL byte");
  return refuse(file, before.text.length, `the byte 0x${value} here is not UTF-8`);
}

function refuse(file: SourceFile, start: number, what: string): Decoded {
  const span = { file, start, end: Math.min(start + 1, file.text.length) };
  return { ok: false, file, why: what, diagnostic: report("SB1004", span, { what }) };
}

type ByteOrder = "little-endian" | "big-endian";

function utf16Kind(bytes: Uint8Array): ByteOrder | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "little-endian";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "big-endian";
  return undefined;
}

/** Only to show the reader the line; a last odd byte does not matter there. */
function decodeUtf16(bytes: Buffer, order: ByteOrder): string {
  if (order === "little-endian") return bytes.toString("utf16le");
  const whole = Buffer.from(bytes.subarray(0, bytes.length - (bytes.length % 2)));
  return whole.swap16().toString("utf16le");
}

/** The first byte that is not part of a well-formed sequence (Unicode 15, table 3-7), or the length. */
function firstWrongByte(bytes: Uint8Array): number {
  let index = 0;
  while (index < bytes.length) {
    const length = sequenceLength(bytes, index);
    if (length === 0) return index;
    index += length;
  }
  return index;
}

function sequenceLength(bytes: Uint8Array, index: number): number {
  const lead = bytes[index] ?? 0;
  if (lead < 0x80) return 1;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  const length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  const second = bytes[index + 1] ?? 0;
  // No overlong forms, no surrogates, nothing past U+10FFFF.
  const low = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  const high = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  if (second < low || second > high) return 0;
  for (let offset = 2; offset < length; offset++) {
    const byte = bytes[index + offset] ?? 0;
    if (byte < 0x80 || byte > 0xbf) return 0;
  }
  return length;
}
