import type { Found } from "./found.js";

/** RouterOS: the engine told of an address as listed that a permanent entry covers, where nothing happens. */
export const coveredForGood: Found = {
  policy: `list seen timeout 1h { 192.0.2.0/24 }
chain c hook input {
  new -> add source to seen
}`,
  packets: [{ source: 0xc0000207 }, { source: 0xc6336407 }],
  seen: ["on", "on, lists seen 3325256711"],
};
