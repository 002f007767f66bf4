import { type Answer, type Pairs, trapOf, trapped } from "./answer.js";
import { type Menu, rowsOf } from "./menu.js";
import { queryOf } from "./query.js";
import type { Request } from "./request.js";
import type { Item } from "./store.js";

/** `print` of a menu: rows are those there are now, and are shown one by one as the reader takes them. */
export function printRows(menu: Menu, request: Request): Answer {
  for (const name of request.attributes.keys()) {
    if (!modelled.has(name)) return trapped(trapOf(refusalOf(name), "missing"));
  }
  const show = menu.shower();
  const rows = wantedRows(shown(rowsOf(menu), show), request);
  if (!request.attributes.has("count-only")) return { kind: "rows", rows };
  let count = 0;
  for (const _ of rows) count++;
  return { kind: "done", ret: String(count) };
}

function* shown(items: readonly Item[], show: (item: Item) => Pairs): Generator<Pairs> {
  for (const item of items) yield show(item);
}

/** Those rows that a request asks for, with what it asks of them. */
export function* wantedRows(rows: Iterable<Pairs>, request: Request): Generator<Pairs> {
  const { queries, proplist } = request;
  const isWanted = queries.length === 0 ? undefined : queryOf(queries);
  for (const pairs of rows) {
    if (isWanted !== undefined) {
      const lookup = (name: string): string | undefined =>
        pairs.find(([other]) => other === name)?.[1];
      if (!isWanted(lookup)) continue;
    }
    yield proplist === undefined ? pairs : pairs.filter(([name]) => proplist.has(name));
  }
}

/** What does not change what the API sends, and `count-only`. */
const modelled: ReadonlySet<string> = new Set([
  ...["count-only", "detail", "stats", "terse", "without-paging", "all", "show-ids"],
]);

/** What `print` of RouterOS has and this one has not. */
const unmodelled: ReadonlySet<string> = new Set([
  ...["append", "as-value", "brief", "chain", "comments", "dynamic", "file", "follow"],
  ...["follow-only", "follow-strict", "from", "group-by", "interval", "on-event", "order-by"],
  ...["static", "timestamp", "value-list", "where"],
]);

function refusalOf(name: string): string {
  return unmodelled.has(name)
    ? `this lab does not model print ${name}=`
    : `unknown parameter ${name}`;
}
