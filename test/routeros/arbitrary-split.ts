import fc from "fast-check";
import { portablePolicyText } from "../arbitrary/policy.js";

/** Spellings of the one interface that the generated policies know. */
const wan = fc.constantFrom("ether1", "ether1, ether2", "list WAN", "list WAN, VPN");

const web = fc.constantFrom(
  "tcp/80, tcp/443, udp/443",
  "tcp/{1,3,5,7,9,11,13,15,17,19,21,23,25,27,29,31-33,80}, udp/443",
  "udp/{1,3,5,7,9,11,13,15,17,19,21,23,25,27,29,31-33}",
  "tcp/0-65535",
  "tcp, udp/53, icmp",
);

/** Rules that tempt to a split that is none, or to a repetition. */
const awkward = fc.subarray([
  "  from !sin_1 -> add source to sin_1, add source to sinbin, drop",
  '  from !sin_1 -> add source to sin_1, log "once", add destination to trusted',
  '  from sinbin 50% -> add source to sinbin for 2h, log "a", log "b", jump first',
  "  in wan 50% -> drop",
  "  in wan -> add source to sin_1, accept",
  '  in !wan 50% -> log "out", add source to sinbin, accept',
  "  !web 30% -> add source to sin_1, add destination to sin_1",
  "  !web in wan -> jump second",
  "  web from !sin_1 -> add source to sin_1, drop",
  '  from !2001:db8:5::3-2001:db8:5::9 -> log "far", jump third',
  '  from 2001:db8:5::3-2001:db8:5::9 40% -> log "near", add source to sin_1, accept',
]);

/** Policies with the shapes that RouterOS has to split. */
export const splitPolicy: fc.Arbitrary<string> = fc
  .tuple(portablePolicyText(), wan, web, awkward, fc.boolean(), fc.boolean())
  .map(([text, names, ports, rules, isNamedLikeItsHook, hasRanges]) => {
    const spelled = text
      .replace("routeros ether1", `routeros ${names}`)
      .replace(/service web = .*/u, `service web = ${ports}`)
      .replace(/chain entry hook .*\n/u, (start) => `${start}${rules.join("\n")}\n`)
      .replace(
        "chain entry hook input",
        `chain ${isNamedLikeItsHook ? "input" : "entry"} hook input`,
      );
    if (!hasRanges) return spelled;
    return spelled.replace(/(from !?2001:db8:[0-9a-f]+::)1\b/gu, "$11-2001:db8:ffff::9");
  });
