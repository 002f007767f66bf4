import type { Found } from "./found.js";

/** nftables: the log stood in the line of the reset, which is for TCP alone; what was only dropped was not logged. */
export const logBeforeReset: Found = {
  policy: `chain c hook input {
  udp/53, tcp/53 -> log "asked", reject with tcp-reset else drop
}`,
  packets: [
    { protocol: "udp", port: 53 },
    { protocol: "tcp", port: 53 },
    { protocol: "tcp", port: 54 },
  ],
  seen: ["drop, log asked", "reject with tcp-reset, log asked", "on"],
};
