import published from "../schema.json" with { type: "json" };
import type { MenuSchema, PropertySchema, RouterosSchema } from "../schema.js";
import { branchOf } from "../versions.js";

/** RouterOS's own account of its menus. */
const schema: RouterosSchema = published;

/** What a version takes in a menu. */
export interface MenuProperties {
  readonly commands: ReadonlySet<string>;
  /** Arguments of `add`, and of `set` but for those that only place a row. */
  readonly properties: ReadonlyMap<string, Property>;
}

export interface Property extends PropertySchema {
  readonly name: string;
  /** The longest text it takes. */
  readonly longest: number;
}

/** @param version one of `routerosVersions` or a release of one */
export function propertiesOf(path: string, version: string): MenuProperties | undefined {
  const key = `${version} ${path}`;
  const known = worked.get(key) ?? workOut(path, version);
  if (known !== undefined) worked.set(key, known);
  return known;
}

/** What has been asked for before; labs are started by the hundred. */
const worked = new Map<string, MenuProperties>();

function workOut(path: string, version: string): MenuProperties | undefined {
  const menu = schema.menus[path];
  if (menu === undefined) return undefined;
  const known = new Map<string, Property>();
  for (const [name, property] of Object.entries(menu.add)) {
    if (!isKnown(name, property, menu, version)) continue;
    known.set(name, { ...property, name, longest: longestOf(property, version) });
  }
  return { commands: new Set(menu.commands), properties: known };
}

function isKnown(name: string, property: PropertySchema, menu: MenuSchema, version: string) {
  const seen = menu["seenIn6.49.2"];
  if (branchOf(version)?.major === 6 && seen !== undefined) {
    return seen.includes(name) || unseen.has(name);
  }
  return property.in === undefined || property.in.includes(publishedFor(version));
}

/** What an export of RouterOS 6 shows only on rules of one action, or never. */
const unseen: ReadonlySet<string> = new Set([
  ...["address-list", "address-list-timeout", "jump-target", "timeout", "comment"],
  ...["copy-from", "place-before"],
]);

/** The published version of a branch, or the nearest before it; the oldest stands for RouterOS 6. */
function publishedFor(version: string): string {
  const branch = branchOf(version);
  const minor = branch?.major === 7 ? branch.minor : 0;
  const before = schema.versions.filter((one) => Number(one.split(".")[1]) <= minor);
  return before.at(-1) ?? schema.versions[0] ?? "";
}

/** The bound that the description of that version states. */
function longestOf({ desc_history: history = {} }: PropertySchema, version: string): number {
  const at = schema.versions.indexOf(publishedFor(version));
  for (const [description, versions] of Object.entries(history)) {
    const [from = "", to = from] = versions.split("..");
    if (at < schema.versions.indexOf(from) || at > schema.versions.indexOf(to)) continue;
    const bound = /max length (\d+)/u.exec(description)?.[1];
    if (bound !== undefined) return Number(bound);
  }
  return Infinity;
}
