/** A sentence of a client, taken apart. RouterOS manual, "API": command, attribute, API attribute and query words. */
export interface Request {
  /** `/ip/firewall/filter` of `/ip/firewall/filter/print`. */
  readonly menu: string;
  /** `print`. */
  readonly command: string;
  /** `=name=value`; a name that is given twice counts as it was given last. */
  readonly attributes: ReadonlyMap<string, string>;
  /** Names of properties, where only some are wanted. */
  readonly proplist: ReadonlySet<string> | undefined;
  /** Query words without their `?`, in order. */
  readonly queries: readonly string[];
  readonly tag: string | undefined;
}

export function requestOf(words: readonly string[]): Request {
  const [line = "", ...rest] = words;
  const cut = line.lastIndexOf("/");
  const attributes = new Map<string, string>();
  const queries: string[] = [];
  let proplist: ReadonlySet<string> | undefined;
  let tag: string | undefined;
  for (const word of rest) {
    if (word.startsWith("?")) {
      queries.push(word.slice(1));
      continue;
    }
    const isOfApi = word.startsWith(".");
    const equals = word.indexOf("=", 1);
    const name = word.slice(isOfApi ? 0 : 1, equals < 0 ? undefined : equals);
    const value = equals < 0 ? "" : word.slice(equals + 1);
    if (name === ".tag") tag = value;
    // Clients write it as an API attribute and as an attribute.
    else if (name === ".proplist") proplist = new Set(value.split(",").filter(Boolean));
    else attributes.set(name, value);
  }
  return {
    menu: line.slice(0, Math.max(cut, 0)),
    command: line.slice(cut + 1),
    attributes,
    proplist,
    queries,
    tag,
  };
}
