/**
 * Names of chains on a router: `sincheck@1f2e3d4c5b`, the policy's name of the chain and the hash of all that the
 * generation says. A second generation of one content, beside one that was edited or is half built, ends in `.2`.
 */
export interface GenerationName {
  /** The chain's name within the generation. */
  readonly base: string;
  /** `1f2e3d4c5b` or `1f2e3d4c5b.2`. */
  readonly generation: string;
}

export function spellChain({ base, generation }: GenerationName): string {
  return `${base}@${generation}`;
}

export function parseChain(chain: string): GenerationName | undefined {
  const match = /^(.+)@([0-9a-f]{10}(?:\.[1-9]\d{0,5})?)$/u.exec(chain);
  if (match === null) return undefined;
  return { base: match[1] ?? "", generation: match[2] ?? "" };
}

export function hashOfGeneration(generation: string): string {
  return generation.replace(/\..*$/u, "");
}

/** The first name for a generation of this hash that no chain carries. */
export function freeGeneration(hash: string, taken: ReadonlySet<string>): string {
  for (let count = 1; ; count++) {
    const candidate = count === 1 ? hash : `${hash}.${count}`;
    if (!taken.has(candidate)) return candidate;
  }
}
