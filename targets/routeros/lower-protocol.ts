import type { FlagsMatcher, ServiceMatcher } from "../../src/ir/ruleset.js";
import type { Family } from "../../src/net/family.js";
import { highestPort, type PortRange, type PortSet } from "../../src/net/ports.js";
import type { Service, ServiceTerm } from "../../src/net/service.js";
import { selectService } from "./lower-service.js";
import { nothing, only, type Selection } from "./selection.js";

/** The services and TCP flags of a rule together, since both use the one `protocol` that a rule can test. */
export function selectProtocol(
  services: ServiceMatcher | undefined,
  flags: FlagsMatcher | undefined,
  family: Family,
  portsPerRule: number,
): Selection {
  if (flags === undefined) {
    return services === undefined ? only({}) : selectService(services, family, portsPerRule);
  }
  if (flags.set.some((flag) => flags.unset.includes(flag))) return nothing;
  const value = [...flags.set, ...flags.unset.map((flag) => `!${flag}`)].join(",");
  const service = tcpOf(services);
  if (service.length === 0) return nothing;
  const within = selectService(
    { kind: "service", negated: false, service, written: "" },
    family,
    portsPerRule,
  );
  const alternatives = within.alternatives.map((alternative) => ({
    ...alternative,
    "tcp-flags": value,
  }));
  return { ...within, alternatives };
}

/** What of TCP a service matcher picks; a negation is the other ports. */
function tcpOf(matcher: ServiceMatcher | undefined): Service {
  const all: Service = [{ protocol: "tcp" }];
  if (matcher === undefined) return all;
  const tcp = matcher.service.find(({ protocol }) => protocol === "tcp");
  if (!matcher.negated) return tcp === undefined ? [] : [tcp];
  return tcp === undefined ? all : otherPorts(tcp);
}

function otherPorts({ ports }: ServiceTerm): Service {
  const free = ports === undefined ? [] : complement(ports);
  return free.length === 0 ? [] : [{ protocol: "tcp", ports: free }];
}

function complement(ports: PortSet): PortSet {
  const free: PortRange[] = [];
  let next = 0;
  for (const { first, last } of ports) {
    if (first > next) free.push({ first: next, last: first - 1 });
    next = last + 1;
  }
  if (next <= highestPort) free.push({ first: next, last: highestPort });
  return free;
}
