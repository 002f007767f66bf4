import { describe, expect, test } from "vitest";
import { compileToRuleset } from "../../src/compile.js";
import { sourceFile } from "../../src/source/source-file.js";
import { defaultVersion } from "../../targets/routeros/versions.js";
import { compiled, itemsOf, linesOf, programOf } from "./compiled.js";
import { type Case, wholeCases } from "./golden-whole.js";
import { faultsOf } from "./schema-check.js";

/** Each is one shape of statement or one problem; its golden holds the policy and what becomes of it. */
const cases: Readonly<Record<string, Case>> = {
  ...wholeCases,
  "01-ladder": {
    policy: `
policy edge
list trusted { 192.168.88.0/24, 2001:db8:1::/48 }
ladder sincheck hook input {
  exempt trusted
  rungs  sin_1 1m, sin_2 1m
  bin    sinbin 4h log "sinbinned" -> drop
  odds   ssh 80%
  odds   any 20% 30% 40%
}`,
  },
  "02-one-action-a-rule": {
    policy: `
family ipv4
list seen timeout 1h
chain input hook input {
  ssh    -> accept
  telnet -> drop
  http   -> log "web"
  https  -> count
  dns    -> add destination to seen
  ntp    -> log "time", drop
  snmp   -> count, accept
  smtp   -> log ""
  imap   -> add source to seen, log "after"
}`,
  },
  "03-several-actions-without-a-draw": {
    policy: `
family ipv4
list a timeout 1h
list b timeout 10d
chain input hook input {
  ssh -> add source to a, log "both", add destination to b, drop
}`,
  },
  "04-several-actions-on-one-draw": {
    policy: `
family ipv4
list a timeout 1h
list b timeout 1h
chain input hook input {
  new ssh 20% -> log "one", log "two", add source to a, add source to b, accept
}`,
  },
  "05-a-list-that-the-rule-adds-to": {
    policy: `
family ipv4
list a timeout 1h
chain input hook input {
  from !a -> add source to a, drop
  from a  -> log "again", add source to a
}`,
  },
  "06-services": {
    policy: `
service web = tcp/80, tcp/443, udp/443
service many = tcp/{1,3,5,7,9,11,13,15,17,19,21,23,25,27,29,31-33}
chain input hook input {
  web               -> drop
  icmp              -> drop
  tcp               -> drop
  tcp/0-65535       -> drop
  many              -> drop
  proto esp         -> drop
  tcp/22, proto ah  -> drop
}`,
  },
  "07-negated-services": {
    policy: `
family ipv4
service web = tcp/80, tcp/443, udp/443
list a timeout 1h
list b timeout 1h
chain input hook input {
  !ssh              -> count
  !udp              -> count
  !web              -> drop
  new !web 5%       -> add source to a
  !web 5%           -> add source to a, add source to b
}`,
  },
  "08-addresses": {
    policy: `
chain input hook input {
  from 192.0.2.7                  -> drop
  from 192.0.2.0/24               -> drop
  from 192.0.2.10-192.0.2.20      -> drop
  to !192.0.2.10-192.0.2.20       -> drop
  from 192.0.2.0-192.0.2.255      -> drop
  from 0.0.0.0/0                  -> drop
  from 2001:db8::1                -> drop
  from !2001:db8::/48             -> drop
  from 2001:db8::2-2001:db8::5    -> drop
  from !2001:db8::2-2001:db8::5   -> drop
}`,
  },
  "09-interfaces": {
    policy: `
family ipv4
interface wan  { routeros ether1 }
interface lan  { routeros list LAN }
interface both { routeros ether1, "ether 2" }
interface any  { routeros list WAN, VPN }
list a timeout 1h
chain forward hook forward {
  in wan out !lan  -> drop
  in both          -> drop
  in !both         -> drop
  in any           -> drop
  in any 10%       -> add source to a
  in any           -> log "x", add source to a
}`,
  },
  "10-hooks": {
    policy: `
family ipv4
interface wan { routeros ether1 }
interface lan { routeros bridge, vlan10 }
chain first hook input in wan { new -> jump guard }
chain input hook input in wan { in wan -> drop }
chain forward hook forward in wan { ssh -> return  -> drop }
chain second hook forward in wan { ssh -> drop }
chain third hook forward in !lan { telnet -> drop }
## what the router itself sends
chain out hook output { dns -> accept }
chain guard { telnet -> drop }`,
  },
  "11-a-jump-to-nothing-in-one-family": {
    policy: `
chain input hook input {
  ssh    -> jump four
  telnet -> log "telnet", jump four
  smtp   -> count, jump four
}
chain four { from 192.0.2.0/24 -> drop }
chain six family ipv6 { -> drop }
chain unused { }`,
  },
  "12-names": {
    policy: `
policy "Größe und $Wert"
family ipv4
list "ssh blacklist" timeout 1h { 192.0.2.7 }
list "say \\"hi\\" for $1?" timeout 1h
list "Größe" { 192.0.2.8 }
list "!not" { 192.0.2.9 }
chain enter hook input {
  from "ssh blacklist"            -> jump input
  from !"ssh blacklist"           -> add source to "say \\"hi\\" for $1?"
  from !"Größe"                   -> jump "a\\\\b"
  from "!not"                     -> drop
}
chain input { -> drop }
chain input_chain { -> drop }
chain "a\\\\b" { -> log "50%? \\"$5\\"" }`,
  },
  "13-lists": {
    policy: `
## who may always come in
list trusted { 192.0.2.7, 192.0.2.0/25, 198.51.100.10-198.51.100.20, 2001:db8::1, 2001:db8::10-2001:db8::12 }
list learnt timeout 1h { 203.0.113.5 }
list always timeout forever
list many { ${Array.from({ length: 21 }, (_, index) => `10.0.${String(2 * index)}.0/24`).join(", ")} }
chain input hook input {
  from trusted         -> accept
  from learnt          -> accept
  from always, ssh     -> accept
  from many            -> drop
  ssh                  -> add source to learnt, add source to always, add source to learnt for 10d
}`.replace("from always, ssh  ", "from always ssh   "),
  },
  "14-notes": {
    policy: `
family ipv4
chain input hook input {
  ## one, "two" & 3$
  ssh -> drop
  telnet -> drop ## trailing
}
## Prüfung
chain guard { -> drop }`,
  },
  "15-states": {
    policy: `
family ipv4
chain input hook input {
  new                       -> count
  !established,related      -> drop
  related,new,invalid       -> drop
  new,established,related,invalid,untracked -> count
}`,
  },
  "16-version-6": {
    policy: `
family ipv4
list trusted { 192.0.2.0/24 }
chain input hook input { from trusted -> accept }`,
    version: "6.49.18",
  },
  "17-nothing-at-all": { policy: "policy edge\nchain guard { }" },

  "51-odds": {
    policy: `
list a timeout 1h
chain input hook input {
  0.1%    -> add source to a
  2.5%    -> add source to a
  33.37%  -> add source to a
  99.9%   -> add source to a
  100%    -> add source to a
}`,
  },
  "52-timeouts": {
    policy: `
list a timeout 500ms
list b timeout 36w
list c timeout 35w3d13h13m56s
chain input hook input {
  ssh -> add source to a
  ssh -> add source to b
  ssh -> add source to c
  ssh -> add source to c for 1500ms
}`,
  },
  "53-texts": {
    policy: `
interface wan { routeros "Büro" }
interface lan { routeros "!ether1" }
chain input hook input in wan {
  ## Prüfung
  ssh -> log "größer"
  ssh -> log "two\\nlines"
  ssh -> log "a prefix with more than 31 bytes in all"
}
## Größe
chain out hook output out lan { ssh -> return }
## Nebensache
chain guard { -> drop }`,
    version: "7.22",
  },
  "54-interfaces": {
    policy: `
interface wan { nftables eth0 }
chain input hook input in wan {
  ssh in wan -> drop
}
chain forward hook forward { out wan -> drop }`,
  },
  "55-return-after-others": {
    policy: `
list a timeout 1h
chain guard {
  ssh 20%  -> add source to a, return
  from !a  -> add source to a, return
  ssh      -> add source to a, return
  ssh 20%  -> log "fine", return
}`,
  },
  "56-return-under-a-negation": {
    policy: `
interface any { routeros list WAN, VPN }
service web = tcp/80, tcp/443, udp/443
chain guard {
  !web                           -> return
  from !2001:db8::2-2001:db8::5  -> return
  in any 10%                     -> return
  in any                         -> return
  !ssh                           -> return
}`,
  },
};

describe.each(Object.entries(cases))("%s", (name, { policy, version = defaultVersion }) => {
  const { program, diagnostics } = compiled(policy, version);

  test("is as it was", async () => {
    const found = diagnostics.flatMap(({ code, severity, message, span, help, labels }) => [
      `${severity} ${code}: ${message}`,
      `  at: ${span.file.text.slice(span.start, span.end)}`,
      ...labels.map(({ text }) => `  label: ${text}`),
      `  help: ${help ?? ""}`,
    ]);
    const output = program === undefined ? [] : linesOf(program, "rsc");
    const text = [policy.trim(), "", `==== RouterOS ${version}`, ...found, ...output, ""].join(
      "\n",
    );
    await expect(text).toMatchFileSnapshot(`../golden/routeros/${name}.txt`);
  });

  test("either is told why not, or is what the vendor's schema allows", () => {
    if (program === undefined) {
      expect(diagnostics.every(({ help }) => help !== undefined)).toBe(true);
      return;
    }
    expect(itemsOf(program).flatMap((item) => faultsOf(item, version))).toEqual([]);
  });
});

test("the policies of the goldens are right in themselves", () => {
  for (const { policy } of Object.values(cases)) {
    const { diagnostics } = compileToRuleset(sourceFile("edge.sbn", policy));
    expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  }
});

test("the version decides how long a prefix may be", () => {
  const policy = `chain input hook input { -> log "${"x".repeat(32)}" }`;
  programOf(policy, "7.21.4");
  expect(compiled(policy, "7.22.1").diagnostics.map(({ code }) => code)).toEqual(["SB5003"]);
});
