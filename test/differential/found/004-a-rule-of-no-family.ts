import type { Found } from "./found.js";

/**
 * A rule for networks of IPv4 in a policy of IPv6 was let through with no family at all: the targets left it out, and the
 * meaning applied it to every packet.
 */
export const ruleOfNoFamily: Found = {
  policy: `family ipv6
chain c hook input {
  conns > 5 per source/24 -> accept
}`,
  refused: "SB2009",
};
