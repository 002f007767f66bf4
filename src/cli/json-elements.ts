/** The elements of a JSON array one by one, some at a time: there may be a million of them. */
export function* jsonElements<T>(all: Iterable<T>, shown: (one: T) => object): Generator<string> {
  let chunk: string[] = [];
  let isFirst = true;
  for (const one of all) {
    chunk.push(`${isFirst ? "" : ","}\n    ${JSON.stringify(shown(one))}`);
    isFirst = false;
    if (chunk.length < 1000) continue;
    yield chunk.join("");
    chunk = [];
  }
  if (!isFirst) yield `${chunk.join("")}\n  `;
}
