/** The longest common subsequence, by the table of lengths (Wagner and Fischer 1974), ends trimmed first. */
export function longestCommon(a: readonly string[], b: readonly string[]): readonly string[] {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (
    end < a.length - start &&
    end < b.length - start &&
    a[a.length - 1 - end] === b[b.length - 1 - end]
  ) {
    end++;
  }
  const head = a.slice(0, start);
  const tail = end === 0 ? [] : a.slice(-end);
  return [
    ...head,
    ...middle(a.slice(start, a.length - end), b.slice(start, b.length - end)),
    ...tail,
  ];
}

/** What is not in a common subsequence. @param common of the keys of the lines */
export function without<T extends { readonly key: string }>(
  lines: readonly T[],
  common: readonly string[],
): readonly T[] {
  const rest: T[] = [];
  let next = 0;
  for (const line of lines) {
    if (next < common.length && line.key === common[next]) next++;
    else rest.push(line);
  }
  return rest;
}

/** Past so many pairs the middle is shown as changed; a plan is no place to wait. */
const mostPairs = 4_000_000;

function middle(a: readonly string[], b: readonly string[]): readonly string[] {
  if (a.length * b.length === 0 || a.length * b.length > mostPairs) return [];
  const width = b.length + 1;
  const lengths = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      lengths[i * width + j] =
        a[i] === b[j]
          ? (lengths[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(lengths[(i + 1) * width + j] ?? 0, lengths[i * width + j + 1] ?? 0);
    }
  }
  const common: string[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const one = a[i];
    if (one !== undefined && one === b[j]) {
      common.push(one);
      i++;
      j++;
    } else if ((lengths[(i + 1) * width + j] ?? 0) >= (lengths[i * width + j + 1] ?? 0)) {
      i++;
    } else {
      j++;
    }
  }
  return common;
}
