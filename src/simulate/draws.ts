import type { Draws } from "./engine.js";

/**
 * A stream of draws that is the same for the same seed and run everywhere: xoshiro128** 1.1 (Blackman and Vigna,
 * "Scrambled linear pseudorandom number generators", 2021).
 * @param seed a whole number from 0 @param run tells streams of one seed apart
 */
export function seededDraws(seed: number, run = 0): Draws {
  let state = scramble(scramble(seed) ^ Math.floor(seed / 2 ** 32)) ^ run;
  // A counter scrambled one to one gives zero once at most, and the generator needs a bit that is set.
  const word = (): number => scramble((state = (state + 0x9e3779b9) | 0));
  let a = word();
  let b = word();
  let c = word();
  let d = word();
  return () => {
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9);
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotate(d, 11);
    return (result >>> 0) / 2 ** 32;
  };
}

function rotate(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

/** The finalizer of MurmurHash3 (Appleby): every bit of the word decides on every bit of the result. */
function scramble(word: number): number {
  const once = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
  return twice ^ (twice >>> 16);
}
