import fc from "fast-check";

/** Once in six, so that a rule has few of many rare conditions; `fc.option` with `freq: 1` would be never. */
export function rarely<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> {
  return fc.oneof({ weight: 5, arbitrary: fc.constant(null) }, { weight: 1, arbitrary });
}
