/** A value of the devices' file with its place, whichever syntax it was written in. Offsets are into the text. */
export type ConfigNode = ConfigTable | ConfigArray | ConfigValue;

interface Place {
  readonly start: number;
  readonly end: number;
}

export interface ConfigTable extends Place {
  readonly kind: "table";
  readonly members: Map<string, ConfigMember>;
}

export interface ConfigArray extends Place {
  readonly kind: "array";
  readonly items: ConfigNode[];
}

export interface ConfigValue extends Place {
  readonly kind: "value";
  readonly value: unknown;
}

export interface ConfigMember {
  /** That of the key where it was first written. */
  readonly key: Place;
  readonly node: ConfigNode;
}

/** What keeps a text from being a tree. */
export interface SyntaxProblem {
  readonly offset: number;
  /** In a few words, such as `a key is defined twice`. */
  readonly what: string;
}

export type ConfigParse =
  | { readonly ok: true; readonly root: ConfigTable }
  | { readonly ok: false; readonly problem: SyntaxProblem };

/** The values alone. */
export function plainOf(node: ConfigNode): unknown {
  switch (node.kind) {
    case "value":
      return node.value;
    case "array":
      return node.items.map(plainOf);
    case "table":
      // Own properties whatever their names are, `__proto__` too.
      return Object.fromEntries(
        [...node.members].map(([name, member]) => [name, plainOf(member.node)]),
      );
  }
}

/** What stands at a path, or the nearest thing above that is there. */
export function memberAt(
  root: ConfigTable,
  path: readonly PropertyKey[],
): { readonly key: Place | undefined; readonly node: ConfigNode } {
  let found: { readonly key: Place | undefined; readonly node: ConfigNode } = {
    key: undefined,
    node: root,
  };
  for (const step of path) {
    const { node }: { readonly node: ConfigNode } = found;
    if (node.kind === "table") {
      const member = node.members.get(String(step));
      if (member === undefined) return found;
      found = member;
    } else if (node.kind === "array") {
      const item = node.items[Number(step)];
      if (item === undefined) return found;
      found = { key: undefined, node: item };
    }
  }
  return found;
}
