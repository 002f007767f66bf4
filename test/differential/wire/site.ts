import { parseIPv4, parseIPv6 } from "../../../src/net/address.js";
import type { Family } from "../../../src/net/family.js";
import type { Address, Packet } from "../../../src/simulate/packet.js";
import { frameOf } from "./frame.js";
import type { Device, Flows } from "./kernel.js";

/** The host that is attacked: its interfaces by the policy's names, who may be at them, and what is established. */
export type DeviceName = "wan" | "lan";

export const devices: Readonly<Record<DeviceName, Device>> = {
  wan: {
    name: "wan0",
    mac: "02:00:00:00:00:01",
    addresses: ["10.99.0.1/24", "2001:db8:d::1/64"],
    routes: [
      { to: "198.18.0.0/15", via: "10.99.0.2" },
      { to: "2001:db8:a::/48", via: "2001:db8:d::2" },
    ],
  },
  lan: {
    name: "lan0",
    mac: "02:00:00:00:01:01",
    addresses: ["10.98.0.1/24", "2001:db8:e::1/64"],
    routes: [
      { to: "10.97.0.0/16", via: "10.98.0.2" },
      { to: "2001:db8:f::/48", via: "2001:db8:e::2" },
    ],
  },
};

/** Few, so that they meet again. */
export const sourceAddresses: Readonly<Record<Family, readonly Address[]>> = {
  ipv4: ["198.18.0.0", "198.18.0.1", "198.18.0.2", "198.18.0.7", "198.18.1.1"].map(address),
  ipv6: ["2001:db8:a::", "2001:db8:a::1", "2001:db8:a:0:1::1", "2001:db8:a:1::1"].map(address),
};

/** The host itself, and two behind it. */
export const destinations: Readonly<
  Record<"input" | "forward", Readonly<Record<Family, readonly Address[]>>>
> = {
  input: {
    ipv4: ["10.99.0.1", "10.98.0.1"].map(address),
    ipv6: ["2001:db8:d::1"].map(address),
  },
  forward: {
    ipv4: ["10.97.0.1", "10.97.0.2"].map(address),
    ipv6: ["2001:db8:f::1"].map(address),
  },
};

export const interestingPorts: readonly number[] = [22, 53, 80, 443, 1023, 1024, 5353];

export function address(text: string): Address {
  const value = parseIPv4(text) ?? parseIPv6(text);
  if (value === undefined) throw new Error(`${text} is no address`);
  return value;
}

/** The source port of established flows; no other packet has one this low. */
export const establishedPort = 999;

/** From each source a datagram to each port, from which it is an established flow. */
export function establishedFlows(): Flows {
  const frames = (["ipv4", "ipv6"] as const).flatMap((family) =>
    sourceAddresses[family].flatMap((source) =>
      interestingPorts.map((port) => {
        const packet: Packet = {
          at: 0,
          hook: "input",
          family,
          source,
          destination: destinations.input[family][0] ?? 0,
          protocol: "udp",
          port,
          icmp: undefined,
          state: "new",
          in: "wan",
          out: undefined,
          length: family === "ipv4" ? 28 : 48,
          flags: [],
          mac: undefined,
        };
        const options = { tag: 0, sourcePort: establishedPort, untracked: false, wrong: false };
        return { device: devices.wan.name, frame: frameOf(packet, devices.wan.mac, options) };
      }),
    ),
  );
  return { ports: interestingPorts, frames };
}

/** Sees those that the policy let pass, by their tags, and keeps from connection tracking those that ask for it. */
export const observer = `
add table inet observe
delete table inet observe
table inet observe {
  set passed4 { typeof ip id; flags dynamic; size 65535; }
  set passed6 { typeof ip6 flowlabel; flags dynamic; size 65535; }
  chain untracking {
    type filter hook prerouting priority -310; policy accept;
    ip dscp 1 notrack
    ip6 dscp 1 notrack
  }
  chain ending {
    iifname { "wan0", "lan0" } add @passed4 { ip id }
    iifname { "wan0", "lan0" } add @passed6 { ip6 flowlabel }
    iifname { "wan0", "lan0" } drop
  }
  chain input {
    type filter hook input priority 200; policy accept;
    jump ending
  }
  chain forward {
    type filter hook forward priority 200; policy accept;
    jump ending
  }
}
`;
