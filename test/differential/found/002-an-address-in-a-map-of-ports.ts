import type { Found } from "./found.js";

const rules = Array.from({ length: 16 }, (_, index) =>
  index === 3
    ? "  from 2001:db8::7 tcp/2003 -> drop"
    : `  tcp/${String(2000 + index)} -> add source to seen`,
);

/** nftables: sixteen rules for ports become a map, and comparing their tests fell over an IPv6 address. */
export const addressInMapOfPorts: Found = {
  policy: `list seen timeout 1h\nchain c hook input {\n${rules.join("\n")}\n}`,
  packets: [
    { family: "ipv6", source: 0x20010db8000000000000000000000007n, port: 2003 },
    { family: "ipv6", source: 0x20010db8000000000000000000000008n, port: 2003 },
    { source: 0xc0000207, port: 2015 },
  ],
  seen: ["drop", "on", "on, lists seen 3221225991"],
};
