import type { Exception, Feature, FeatureTable } from "../../src/target/features.js";
import {
  dynamicSetSize,
  longestLogPrefix,
  longestTimeoutDays,
  mostWeighings,
} from "./capabilities.js";

const exact = (remark: string, ...except: readonly Exception[]): Feature => ({
  support: "exact",
  remark,
  except,
});

const beforeTracking: Exception = {
  hooks: ["prerouting"],
  support: "none",
  remark: "comes before connection tracking; hook the chain at `input` or `forward`",
};

const ownPackets: Exception = {
  hooks: ["output"],
  support: "none",
  remark: "what the device sends itself does not pass there; take `early` out",
};

const ofLadder: Exception = {
  hooks: ["prerouting"],
  support: "none",
  remark:
    "looks at new connections, and comes before they are tracked; hook the ladder at `input` or `forward`",
};

const rebuilt = `rebuilt from sets: counts as psd does, but not ports that a source comes back to soon; weights to ${String(mostWeighings)}; not with \`return\``;

const keys = `for ${String(dynamicSetSize)} keys of each family; of more, what would be kept out is kept out`;

const conditions = {
  "connection state": exact("ct state", beforeTracking),
  service: exact("all protocols and ports; negated, a rule for each protocol"),
  "icmp type": exact("each family's numbers"),
  list: exact("sets of their own for IPv4 and IPv6"),
  address: exact("hosts, prefixes and ranges"),
  interface: exact("iifname, oifname; a trailing * stands for any ending"),
  "several names of an interface": exact("one rule"),
  "interface list": {
    support: "none",
    remark: "there are no interface lists; name the interfaces themselves",
  },
  odds: exact("numgen random"),
  "odds with a fraction": exact("to four decimals of a percent"),
  limit: exact("limit; one bucket for all that becomes of a rule"),
  "limit per key": exact(keys),
  over: exact("limit rate over"),
  "over per key": exact(keys),
  "conns per source": exact(`ct count, ${keys}`, beforeTracking),
  "conns per network": exact(`ct count, ${keys}`, beforeTracking),
  "conns per destination": exact(`ct count, ${keys}`, beforeTracking),
  scan: { support: "approximate", remark: rebuilt },
  flags: exact("tcp flags"),
  length: exact("meta length"),
  mac: exact("ether saddr; packets from Ethernet only, negated as well", {
    hooks: ["output"],
    support: "none",
    remark: "this host is the sender; hook the chain at `input`, `forward` or `prerouting`",
  }),
} as const;

const actions = {
  accept: exact("ends the policy at this hook and place"),
  drop: exact("without an answer"),
  reject: exact("each answer in both families; at `prerouting` from Linux 5.9 on"),
  "reject with tcp-reset": exact("TCP; `… else reject` for the rest"),
  tarpit: { support: "none", remark: "write `tarpit else drop`" },
  "… else …": exact("each packet gets the first that there is"),
  jump: exact("up to 15 deep"),
  return: exact("return"),
  add: exact("update @set"),
  "add … for": exact("each entry has its own timeout"),
  "add … for forever": exact("until the machine restarts, or the ruleset is flushed"),
  'log "…"': exact(`up to ${String(longestLogPrefix - 1)} bytes and a space; no quote, no $`),
  count: exact("every rule counts"),
  "several actions on one draw": exact("a chain of their own"),
  "several actions and return on one draw": exact("a chain of their own, entered by goto"),
} as const;

const lists = {
  "list { … }": exact("hash sets of hosts, interval sets of prefixes and ranges"),
  "list from": exact("as entries written in the policy"),
  "list timeout": exact(`up to ${String(longestTimeoutDays)} days`),
  "list timeout with a fraction of a second": exact("to the millisecond"),
  "list max": exact(`size; without it ${String(dynamicSetSize)}`, {
    families: ["both"],
    support: "approximate",
    remark: "IPv4 and IPv6 entries have room apart; so have entries with a timer and without",
  }),
  "list per": exact("networks of any length"),
} as const;

const ladders = {
  "ladder exempt": exact("on the jump, or by rules that return", ofLadder),
  "ladder ignore": exact("by rules that return", ofLadder),
  "ladder rungs": exact("sets of each", ofLadder),
  "ladder odds": exact("to four decimals of a percent", ofLadder),
  "ladder odds any": exact("to four decimals of a percent", ofLadder),
  "ladder odds other": exact("to four decimals of a percent", ofLadder),
  "ladder bin": exact("every verdict but `tarpit`", ofLadder),
  "ladder bin log": exact("when a source is binned", ofLadder),
  "ladder bin early": exact("at priority raw, before connection tracking", ofLadder, ownPackets),
  "ladder trap": exact("at the first packet", ofLadder),
  "ladder scan": { support: "approximate", remark: rebuilt, except: [ofLadder] },
} as const;

const chains = {
  hook: exact("a base chain at priority filter - 10, or raw"),
  "hook in": exact("on the jump"),
  "several chains at a hook": exact("in the order of the file"),
  "place first": exact("before the tables of most people"),
  "place last": exact("after the tables of most people: filter + 10, raw + 10"),
  "place after": {
    support: "approximate",
    remark: "stands first; write `place first` or `place last`",
  },
  names: exact("all; what nft cannot spell is mapped, and the output says how"),
  "## note": exact("the comment of the rule, up to 128 bytes with its place"),
} as const;

/** What the language can have of nftables, whatever carries the text. */
export const features: FeatureTable = {
  ...conditions,
  ...actions,
  ...lists,
  ...ladders,
  ...chains,
};
