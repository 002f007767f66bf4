import { bothFamilies } from "../../../src/net/family.js";
import { menuPath, tables } from "../model.js";
import { parseRouterTime } from "./router-time.js";
import type { Properties } from "./rule-table.js";
import type { RouterState } from "./state.js";

/**
 * Puts rows as a router shows them, or an export adds them, at the end of a router's menus.
 * @param menu `/ip/firewall/filter`; rows of other menus than the firewall's rules and lists change nothing
 * @returns whether it is there now; an address list refuses an address that it has
 */
export function loadRow(
  state: RouterState,
  menu: string,
  properties: Properties,
  at: number,
): boolean {
  for (const family of bothFamilies) {
    for (const table of tables) {
      if (menu === menuPath(family, table))
        return state[family][table].add(properties) !== undefined;
    }
    if (menu !== menuPath(family, "address-list")) continue;
    const { list, address, comment, disabled, timeout } = properties;
    if (list === undefined || address === undefined) return false;
    const entry = {
      list,
      address,
      comment,
      disabled: disabled === "yes" || disabled === "true",
      timeout: timeout === undefined ? undefined : parseRouterTime(timeout),
    };
    return state[family].lists.add(entry, at) !== undefined;
  }
  return false;
}
