/**
 * A policy for every shape of statement: the goldens show what becomes of each, and the kernel loads them all.
 */
export const statements: Readonly<Record<string, string>> = {
  "the-seed": `
list trusted { 192.168.88.0/24, 2001:db8:1::/48 }
ladder sincheck hook input {
  exempt trusted
  rungs  sin_1 1m, sin_2 1m
  bin    sinbin 4h log "sinbinned" -> drop
  odds   ssh 80%
  odds   any 20% 30% 40%
}`,
  "one-family-needs-no-family-tests": `
family ipv4
list seen timeout 10m
chain c hook input {
  new icmp -> add source to seen
  new tcp/22 from seen -> drop
}`,
  "a-narrower-chain-tests-its-family": `
list seen timeout 10m
chain c hook input { -> jump six }
chain six family ipv6 {
  new tcp/22 -> count
  new icmp 5% -> add source to seen
  from seen -> drop
}`,
  "fixed-lists-are-hosts-or-intervals": `
list hosts { 192.0.2.1, 192.0.2.7, 2001:db8::1 }
list wide { 192.0.2.1, 192.0.2.10-192.0.2.20, 198.51.100.0/24, 2001:db8::/48 }
list four { 203.0.113.0/24 }
list none { }
chain c hook input {
  from hosts -> accept
  to wide -> accept
  from !four -> count
  from four new -> drop
  from none -> drop
  from !none tcp/22 -> drop
}`,
  "a-long-list-takes-several-lines": `
list wide { ${Array.from({ length: 12 }, (_, i) => `198.51.${100 + 2 * i}.0/24`).join(", ")} }
chain c hook input { from wide -> drop }`,
  "a-mixed-list-is-two-sets": `
list mixed timeout 1h { 192.0.2.0/24, 2001:db8::7 }
chain c hook input {
  from mixed -> drop
  new from !mixed tcp/23 50% -> log "trap", add source to mixed
  new to mixed -> add destination to mixed for 2d
}`,
  "a-list-for-a-time-and-for-ever": `
list bin timeout 1h { 192.0.2.1 }
chain c hook input {
  from bin -> drop
  from !bin new tcp/23 -> add source to bin
  new tcp/24 -> log "never again", add source to bin for forever
  new from bin tcp/25 10% -> add source to bin for forever
}`,
  "literal-addresses": `
chain c hook forward {
  from 192.0.2.7 -> drop
  from !192.0.2.0/24 to 198.51.100.1-198.51.100.9 -> drop
  to 2001:db8::/48 tcp/443 -> accept
  from 0.0.0.0/0 tcp/23 -> drop
}`,
  services: `
chain c hook input {
  ssh -> count
  tcp -> count
  tcp/{22,80-90} -> count
  dns -> count
  tcp/22, udp/53 -> count
  tcp/22, icmp -> count
  icmp -> count
  proto gre, proto esp -> count
  tcp/22, tcp/{80,443}, udp/{443,500-510}, proto ospf -> count
}`,
  "negated-services-are-split": `
list seen timeout 10m
chain c hook input {
  !ssh -> count
  !tcp -> count
  !tcp/22,udp/53 20% -> add source to seen
  !icmp, ssh -> drop
}`,
  states: `
chain c hook input {
  new -> count
  established,related -> count
  !new -> count
  invalid -> drop
}`,
  interfaces: `
interface wan { nftables eth0 }
interface lan { nftables eth1, "wg*" }
chain c hook forward {
  in wan out lan -> count
  in !lan -> drop
}`,
  "several-chains-on-one-hook": `
interface wan { nftables eth0 }
chain first hook input in wan { ssh -> return
  new -> count }
chain second hook input in wan { tcp/25 -> drop }
chain third hook input { ssh -> return
  tcp/80 -> accept }
chain fourth hook input { https -> return
  tcp/81 -> accept }
chain out hook output { to 192.0.2.1 -> drop }
chain through hook forward { -> jump shared }
chain shared { tcp/23 -> drop }`,
  "several-actions-are-repeated-where-that-is-safe": `
list a timeout 1h
list b timeout 1d
chain c hook input {
  new telnet -> log "touched", count, add source to a, add source to b, drop
  new from a tcp/25 -> add source to b for 2d, return
  new tcp/26 -> add destination to a, jump other
}
chain other { -> log "", drop }`,
  "several-actions-on-one-draw": `
list a timeout 1h
list b timeout 1d { 192.0.2.0/24 }
chain c hook input {
  new telnet 50% -> log "touched", add source to a, add source to b, drop
  new 1% -> add source to a, add source to b
  new tcp/26 2.5% -> add source to a, jump other
  new -> jump last
}
chain other { -> drop }
chain last {
  new from a 10% -> add source to b, return
  new -> add source to a
}`,
  "a-rule-that-tests-what-it-adds-to": `
list a timeout 1h
chain c hook input {
  from a -> add source to a, drop
  new telnet from !a -> add source to a for 1m, log "first", drop
}`,
  "odds-and-times": `
list a timeout 1h
chain c hook input {
  new 0.0001% -> add source to a for forever
  new 33.3% -> add source to a for 1w2d3h4m5s
  new 100% -> add source to a for 1500ms
}`,
  "names-that-nft-cannot-spell": `
policy "Büro Süd"
interface wan { nftables eth0 }
list "ssh blacklist" timeout 1h
list ssh-blacklist timeout 1h
chain "fängt alles" hook input in wan {
  from "ssh blacklist" -> drop
  from ssh-blacklist -> jump table
  new -> add source to "ssh blacklist", add source to ssh-blacklist
}
chain table { -> jump "längst" }
chain "längst" { -> drop }`,
  notes: `
## the office
list office { 192.0.2.0/24 }
## what the office may
chain c hook input { -> jump d }
## where it ends
chain d {
  ## always, they pay
  from office -> accept
  tcp/23 -> drop ## nobody telnets
}`,
  "a-rule-that-nobody-meets": `
list none { }
chain c hook input { from none -> drop }`,
};
