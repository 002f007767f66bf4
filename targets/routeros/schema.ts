import { z } from "zod";

/**
 * What RouterOS's console says of its own menus, by version (`schema.json`; where it is from stands in it).
 * It is for tests and for making tables, and never read while a policy is compiled.
 */
export interface RouterosSchema {
  readonly source: Readonly<Record<string, string>>;
  /** Oldest first; every menu is in all of them. */
  readonly versions: readonly string[];
  readonly menus: Readonly<Record<string, MenuSchema>>;
}

export interface MenuSchema {
  readonly commands: readonly string[];
  /** The arguments of `add`. */
  readonly add: Readonly<Record<string, PropertySchema>>;
  readonly readonly?: Readonly<Record<string, string>> | undefined;
  readonly flags?: Readonly<Record<string, string>> | undefined;
  readonly "seenIn6.49.2"?: readonly string[] | undefined;
}

export interface PropertySchema {
  /** The versions that have it; absent is all of them. */
  readonly in?: readonly string[] | undefined;
  /** The value may begin with `!`. */
  readonly neg?: boolean | undefined;
  /** What completion offers: all values of an enumeration, or those that are always there. */
  readonly values?: readonly string[] | undefined;
  readonly desc?: string | undefined;
  /** How the description changed, each with the versions that have it, `7.9.2..7.20.8`. */
  readonly desc_history?: Readonly<Record<string, string>> | undefined;
  /** The vendor's type notation. */
  readonly grammar?: string | undefined;
  readonly unset?: boolean | undefined;
}

const texts = z.record(z.string(), z.string());

const property: z.ZodType<PropertySchema> = z.strictObject({
  in: z.array(z.string()).optional(),
  neg: z.boolean().optional(),
  values: z.array(z.string()).optional(),
  desc: z.string().optional(),
  desc_history: texts.optional(),
  grammar: z.string().optional(),
  unset: z.boolean().optional(),
});

const menu: z.ZodType<MenuSchema> = z.strictObject({
  commands: z.array(z.string()),
  add: z.record(z.string(), property),
  readonly: texts.optional(),
  flags: texts.optional(),
  "seenIn6.49.2": z.array(z.string()).optional(),
});

/** Reads the text of `schema.json`, which is foreign data. */
export function parseSchema(text: string): RouterosSchema {
  return z
    .strictObject({
      source: texts,
      versions: z.array(z.string()),
      menus: z.record(z.string(), menu),
    })
    .parse(JSON.parse(text));
}
