import type { Exception, Feature, FeatureTable } from "../../src/target/features.js";

const exact = (remark: string, ...except: readonly Exception[]): Feature => ({
  support: "exact",
  remark,
  except,
});

const none = (remark: string): Feature => ({ support: "none", remark });

const untracked = (remark: string): Exception => ({
  hooks: ["prerouting"],
  support: "none",
  remark,
});

const beforeTracking: Exception = untracked(
  "comes before connection tracking; hook the chain at `input` or `forward`",
);

const ownPackets: Exception = {
  hooks: ["output"],
  support: "none",
  remark: "what the device sends itself does not pass there; take `early` out",
};

const ofLadder: Exception = untracked(
  "looks at new connections, and comes before they are tracked; hook the ladder at `input` or `forward`",
);

const withoutPsd: readonly Exception[] = [
  { families: ["ipv6"], support: "none", remark: "there is no `psd`; let the rule be for IPv4" },
  {
    families: ["both"],
    support: "approximate",
    remark: "the rule is left out for IPv6, where there is no `psd`",
  },
];

const aBucketEach: Exception = {
  families: ["both"],
  support: "approximate",
  remark:
    "IPv4 and IPv6 have a bucket each; write a rule for each family with its part of the rate",
};

const conditions = {
  "connection state": exact("connection-state", beforeTracking),
  service: exact(
    "a rule for each protocol and each 15 ports; a negation of several by a helper chain",
  ),
  "icmp type": exact("icmp-options, with each family's numbers"),
  list: exact("src-address-list, dst-address-list"),
  address: exact("an IPv6 range becomes its prefixes; negated, a helper chain"),
  interface: exact("in-interface, out-interface"),
  "several names of an interface": exact("a rule each, or a helper chain"),
  "interface list": exact("in-interface-list, out-interface-list"),
  odds: exact("random: whole percents from 1% to 99%; 100% is no draw"),
  "odds with a fraction": none(
    "`random` is whole percents; two draws one after the other, in a chain of their own, make finer ones",
  ),
  limit: exact("limit", aBucketEach),
  "limit per key": exact("dst-limit"),
  over: exact("limit=!…", aBucketEach),
  "over per key": exact(
    "by a helper chain, which returns for what is within the rate; not with `return`",
  ),
  "conns per source": exact("connection-limit", beforeTracking),
  "conns per network": exact("connection-limit with a length", beforeTracking),
  "conns per destination": none("connection-limit counts by source; count `per source`"),
  scan: exact(
    "psd; several `scan` rules share what they remember of a source, with a warning",
    ...withoutPsd,
  ),
  flags: exact("tcp-flags"),
  length: exact("packet-size"),
  mac: exact("src-mac-address", {
    hooks: ["output"],
    support: "none",
    remark: "this router is the sender; hook the chain at `input`, `forward` or `prerouting`",
  }),
} as const;

const actions = {
  accept: exact("ends the built-in chain"),
  drop: exact("without an answer"),
  reject: exact("each answer in both families", untracked("write `reject else drop`")),
  "reject with tcp-reset": exact(
    "TCP; `… else reject` for the rest",
    untracked("write `reject with tcp-reset else drop`"),
  ),
  tarpit: exact("TCP; `tarpit else drop` for the rest", untracked("write `tarpit else drop`"), {
    families: ["ipv6", "both"],
    support: "none",
    remark: "IPv6 has none; write `tarpit else drop`",
  }),
  "… else …": exact("each packet gets the first that there is"),
  jump: exact("jump"),
  return: exact("return"),
  add: exact("add-src-to-address-list, add-dst-to-address-list"),
  "add … for": exact("address-list-timeout"),
  "add … for forever": exact(
    "until the router restarts (none-dynamic): nothing is written to flash",
  ),
  count: exact("every rule counts"),
  "several actions on one draw": exact("a helper chain, entered on the draw"),
  "several actions and return on one draw": none(
    "it takes a helper chain, which `return` would only leave; `jump` to a chain that ends in a verdict",
  ),
} as const;

const lists = {
  "list { … }": exact("entries of the policy, replaced by each import"),
  "list from": exact("as entries written in the policy"),
  "list timeout": exact("up to 35w3d13h13m56s"),
  "list timeout with a fraction of a second": none("timeouts are whole seconds"),
  "list max": { support: "approximate", remark: "lists grow without a bound" },
  "list per": {
    ...none("lists hold what they are given; leave `per` out"),
    except: [
      {
        families: ["ipv4"],
        support: "exact",
        remark: "says nothing of IPv4, whose hosts are listed",
      },
    ],
  },
} as const satisfies Partial<FeatureTable>;

const ladders = {
  "ladder exempt": exact("on the jump, or by rules that return", ofLadder),
  "ladder ignore": exact("by rules that return", ofLadder),
  "ladder rungs": exact("a list each", ofLadder),
  "ladder odds": exact("whole percents from 1% to 99%", ofLadder),
  "ladder odds any": exact("whole percents from 1% to 99%", ofLadder),
  "ladder odds other": exact("whole percents from 1% to 99%", ofLadder),
  "ladder bin": exact("`drop` and every other verdict there is", ofLadder),
  "ladder bin log": exact("when a source is binned", ofLadder),
  "ladder bin early": exact("in the raw table, before connection tracking", ofLadder, ownPackets),
  "ladder trap": exact("at the first packet", ofLadder),
  "ladder scan": exact("psd", ofLadder, ...withoutPsd),
} as const;

const chains = {
  hook: exact("a jump in the built-in chain"),
  "hook in": exact("on the jump"),
  "several chains at a hook": exact("in the order of the file"),
  "place first": exact("before what is there (place-before)"),
  "place last": exact("after what is there"),
  "place after": exact("by the comment of the rule; the import stops where there is none"),
  names: exact("printable ASCII up to 63 characters; others are mapped, and the output says how"),
  "## note": exact("printable ASCII: the comment of the rule"),
} as const;

/** @param logPrefixBytes the longest log prefix; undefined where no bound is stated */
export function featuresOf(ipv6BuiltIn: boolean, logPrefixBytes: number | undefined): FeatureTable {
  const hook = ipv6BuiltIn
    ? chains.hook
    : exact(chains.hook.remark, {
        families: ["ipv6", "both"],
        support: "exact",
        remark: "needs the package `ipv6`, which RouterOS 6 ships disabled",
      });
  const prefix =
    logPrefixBytes === undefined
      ? "printable ASCII; from 7.22 on at most 31 bytes"
      : `printable ASCII, at most ${String(logPrefixBytes)} bytes`;
  return {
    ...conditions,
    ...actions,
    'log "…"': exact(prefix),
    ...lists,
    ...ladders,
    ...chains,
    hook,
  };
}
