/** FNV-1a, 64 bits, the first ten hexadecimal digits; names are no secret, and what they name is compared whole. */
export function contentHash(text: string): string {
  let low = 0x84222325;
  let high = 0xcbf29ce4;
  for (const byte of new TextEncoder().encode(text)) {
    low = (low ^ byte) >>> 0;
    // Times 2^40 + 0x1b3, in halves of 32 bits.
    const product = low * 0x1b3;
    high = (Math.imul(high, 0x1b3) + Math.floor(product / 2 ** 32) + (low << 8)) >>> 0;
    low = product >>> 0;
  }
  return (hex(high) + hex(low)).slice(0, 10);
}

function hex(number: number): string {
  return number.toString(16).padStart(8, "0");
}
