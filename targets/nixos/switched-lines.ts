/** Lines that two texts share, or what each has instead. */
export type Switched =
  | { readonly kind: "shared"; readonly lines: readonly string[] }
  | { readonly kind: "either"; readonly one: readonly string[]; readonly other: readonly string[] };

/**
 * Two texts that mostly agree, as stretches. A difference ends at the nearest line that both have again; lines
 * without text are no such place.
 */
export function* switchedLines(
  one: Iterable<string>,
  other: Iterable<string>,
): Generator<Switched> {
  const left = reader(one);
  const right = reader(other);
  let shared: string[] = [];
  for (;;) {
    const line = left.peek(0);
    if (line === right.peek(0)) {
      if (line === undefined) break;
      shared.push(line);
      left.take(1);
      right.take(1);
      continue;
    }
    if (shared.length > 0) yield { kind: "shared", lines: shared };
    shared = [];
    const [i, j] = meeting(left, right);
    yield { kind: "either", one: left.take(i), other: right.take(j) };
  }
  if (shared.length > 0) yield { kind: "shared", lines: shared };
}

interface Reader {
  /** The line so many lines on, without reading past it; undefined behind the end. */
  peek(ahead: number): string | undefined;
  take(count: number): readonly string[];
}

function reader(lines: Iterable<string>): Reader {
  const source: Iterator<string, unknown> = lines[Symbol.iterator]();
  const held: string[] = [];
  return {
    peek: (ahead) => {
      while (held.length <= ahead) {
        const next = source.next();
        if (next.done === true) return undefined;
        held.push(next.value);
      }
      return held[ahead];
    },
    take: (count) => held.splice(0, count),
  };
}

/** How far each is from the nearest line they share; their ends are one. */
function meeting(left: Reader, right: Reader): readonly [number, number] {
  for (let sum = 1; ; sum++) {
    for (let i = 0; i <= sum; i++) {
      const line = left.peek(i);
      if (line === right.peek(sum - i) && line?.trim() !== "") return [i, sum - i];
    }
  }
}
