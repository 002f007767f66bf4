/** What a command comes to. Each is followed by `!done`, but for `fatal`, which closes the connection. */
export type Answer =
  | { readonly kind: "done"; readonly ret?: string | undefined }
  | { readonly kind: "trap"; readonly trap: Trap }
  | { readonly kind: "fatal"; readonly message: string }
  /** Rows as they are wanted; reading them may be broken off at any one. */
  | { readonly kind: "rows"; readonly rows: Iterable<Pairs> };

/** Names and values of one row, in the order in which they are sent. */
export type Pairs = readonly (readonly [name: string, value: string])[];

export interface Trap {
  readonly message: string;
  readonly category: Category | undefined;
}

/** RouterOS manual, "API", "Error category". */
export type Category = keyof typeof categories;

const categories = {
  missing: 0,
  value: 1,
  interrupted: 2,
  scripting: 3,
  general: 4,
  api: 5,
} as const;

/** A result, or the trap that says why there is none. */
export type Checked<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly trap: Trap };

export function trapOf(message: string, category?: Category): Trap {
  return { message, category };
}

/** What the firewall itself refuses; such traps come without a category. */
export function failure(message: string): Trap {
  return trapOf(`failure: ${message}`);
}

export function good<T>(value: T): Checked<T> {
  return { ok: true, value };
}

export function bad(trap: Trap): { readonly ok: false; readonly trap: Trap } {
  return { ok: false, trap };
}

export const done: Answer = { kind: "done" };

export function trapped(trap: Trap): Answer {
  return { kind: "trap", trap };
}

/** The words of a trap's sentence. */
export function trapWords({ message, category }: Trap): readonly string[] {
  const kind = category === undefined ? [] : [`=category=${categories[category]}`];
  return ["!trap", ...kind, `=message=${message}`];
}

export const noSuchItem: Trap = trapOf("no such item", "missing");
