/** Trees and rulesets without what a law does not speak of: places, and how a service was written. */
const unspoken = new Set(["span", "origin", "file", "source", "trivia", "written"]);

export function plain(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (key, inner: unknown) => {
      if (unspoken.has(key)) return undefined;
      if (typeof inner === "bigint") return `${String(inner)}n`;
      return inner instanceof Float64Array ? [...inner] : inner;
    }),
  );
}
