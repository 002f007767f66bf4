/** Policies made by a seeded generator: the same text in every run, on every machine. */

/** Numbers in [0, 1) that look random (mulberry32). */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** One hooked chain of so many rules, of all kinds that every target has. */
export function manyRules(count: number, seed = 1): string {
  const draw = random(seed);
  const below = (limit: number): number => Math.floor(draw() * limit);
  const address = (): string => `${1 + below(223)}.${below(256)}.${below(256)}.${below(256)}`;
  const network = (): string => `${1 + below(223)}.${below(256)}.${below(256)}.0/24`;
  const kinds: readonly (() => string)[] = [
    () => `from ${address()} -> drop`,
    () => `from ${network()} tcp/${1 + below(65535)} -> accept`,
    () => `new tcp/{${1 + below(30000)},${30001 + below(30000)}} from office -> accept`,
    () => `new ssh from !office ${1 + below(99)}% -> add source to seen`,
    () => `from seen udp/${1 + below(65535)} -> log "seen", drop`,
    () => `established,related to ${network()} -> accept`,
    () => `from 2001:db8:${below(65536).toString(16)}::/48 -> drop`,
  ];
  const rules = Array.from({ length: count }, () => `  ${kinds[below(kinds.length)]?.() ?? ""}`);
  return `policy rules

list office { 192.0.2.0/24, 2001:db8:1::/48 }
list seen timeout 10m

chain guard hook input {
${rules.join("\n")}
}
`;
}

/** So many different IPv4 addresses in no order. */
export function addresses(count: number, seed = 2): readonly string[] {
  const draw = random(seed);
  const drawn = new Set<number>();
  while (drawn.size < count) drawn.add(0x01000000 + Math.floor(draw() * 0xdf000000));
  return Array.from(drawn, (address) =>
    [address >>> 24, (address >>> 16) & 255, (address >>> 8) & 255, address & 255].join("."),
  );
}

/** One list of so many addresses, and a rule that looks at it. */
export function longList(count: number): string {
  return listPolicy(`list blocked {\n${addresses(count).join(",\n  ")}\n}`);
}

/** The same with the addresses in a file beside it, one to a line. */
export function listFromFile(file: string): string {
  return listPolicy(`list blocked from "${file}"`);
}

function listPolicy(list: string): string {
  return `policy blocked

${list}

chain guard hook input {
  from blocked -> drop
}
`;
}
