import type { Packet } from "../../src/simulate/packet.js";

/** What a packet of a test is unless it says otherwise: one that opens a TCP connection to port 22 of this device. */
export const usualPacket: Packet = {
  at: 0,
  hook: "input",
  family: "ipv4",
  source: 0xcb007107,
  destination: 0xc0000201,
  protocol: "tcp",
  port: 22,
  icmp: undefined,
  state: "new",
  in: undefined,
  out: undefined,
  length: 60,
  flags: ["syn"],
  mac: undefined,
};
