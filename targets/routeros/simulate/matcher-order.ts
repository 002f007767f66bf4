/**
 * The order in which RouterOS asks the matchers of a rule, however the rule is written (RouterOS manual, "Common
 * Firewall Matchers and Actions"). What counts packets sees only those that have passed all before it.
 */
const order: readonly string[] = [
  "src-mac-address",
  "in-interface",
  "out-interface",
  "in-interface-list",
  "out-interface-list",
  "in-bridge-port",
  "out-bridge-port",
  "in-bridge-port-list",
  "out-bridge-port-list",
  "protocol",
  "fragment",
  "src-address",
  "dst-address",
  "src-address-type",
  "dst-address-type",
  "src-address-list",
  "dst-address-list",
  "ttl",
  "hop-limit",
  "dscp",
  "tos",
  "packet-size",
  "tls-host",
  "ipv4-options",
  "headers",
  "dst-port",
  "src-port",
  "port",
  "tcp-flags",
  "tcp-mss",
  "icmp-options",
  "ingress-priority",
  "priority",
  "packet-mark",
  "realm",
  "hotspot",
  "connection-mark",
  "routing-mark",
  "connection-state",
  "connection-nat-state",
  "connection-bytes",
  "connection-limit",
  "connection-rate",
  "ipsec-policy",
  "connection-type",
  "content",
  "time",
  "psd",
  "layer7-protocol",
  "random",
  "nth",
  "per-connection-classifier",
  "limit",
  "dst-limit",
];

const ranks: ReadonlyMap<string, number> = new Map(order.map((name, index) => [name, index]));

/** One that is not in the manual's list is asked before those that count, so that it keeps nothing from them. */
const unlisted = order.indexOf("connection-limit") - 0.5;

/** The properties in the order in which they are asked. */
export function inMatcherOrder(names: readonly string[]): readonly string[] {
  return [...names].sort((a, b) => (ranks.get(a) ?? unlisted) - (ranks.get(b) ?? unlisted));
}
