import type { Family } from "../../../src/net/family.js";
import { failure, type Trap } from "./answer.js";
import type { Values } from "./store.js";

/**
 * What one property of a rule needs of another, which no notation says (RouterOS manual, "Filter"; ipt_TARPIT.c).
 * The texts for ports and for a jump without target are RouterOS's own; the others are worded like them.
 */
export function faultOfRule(values: Values, family: Family): Trap | undefined {
  const { action, protocol } = values;
  const has = (...names: readonly string[]): boolean =>
    names.some((name) => values[name] !== undefined);

  if (action === "jump" && !has("jump-target")) return failure("no target chain specified");
  if (action?.startsWith("add-") === true && !has("address-list")) {
    return failure("no address list specified");
  }
  if (has("src-port", "dst-port", "port") && !withPorts.has(protocol ?? "")) {
    return failure("ports can be specified if proto is tcp,udp,udp-lite,dccp,sctp");
  }
  if (has("tcp-flags") && protocol !== "tcp") return failure("tcp-flags works only with tcp");
  if (has("tcp-mss") && protocol !== "tcp") return failure("tcp-mss works only with tcp");
  const icmp = family === "ipv4" ? "icmp" : "icmpv6";
  if (has("icmp-options") && protocol !== icmp) {
    return failure(`icmp-options can be specified if proto is ${icmp}`);
  }
  if (action === "tarpit" && protocol !== "tcp") return failure("tarpit works only with tcp");
  if (action === "reject" && values["reject-with"] === "tcp-reset" && protocol !== "tcp") {
    return failure("tcp-reset works only with tcp");
  }
  return undefined;
}

const withPorts: ReadonlySet<string> = new Set(["tcp", "udp", "udp-lite", "dccp", "sctp"]);
