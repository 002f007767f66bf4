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
  rejections: `
chain c hook input {
  ssh -> reject with tcp-reset
  telnet -> reject
  udp/53 -> reject with admin-prohibited
  icmp -> reject with host-unreachable
  tcp/25 -> reject with no-route
}`,
  "the-first-verdict-that-there-is": `
list bin timeout 1h
chain c hook input {
  from bin -> tarpit else drop
  telnet -> add source to bin
  tcp/22, udp/53 -> reject with tcp-reset else reject
  !tcp/22 -> tarpit else reject with tcp-reset else drop
  udp/53 50% -> log "half", reject with tcp-reset else reject with admin-prohibited
}`,
  "flags-length-and-mac": `
chain c hook input {
  flags syn !ack -> count
  flags fin psh urg -> drop
  flags !fin !syn !rst !psh !ack !urg !ece !cwr -> drop
  tcp/22, udp/53 flags syn -> count
  !tcp/22 flags syn -> count
  length 100-200 -> count
  icmp length 1025-65535 -> drop
  mac 02:00:00:aa:bb:cc -> accept
  mac !02:00:00:aa:bb:cc tcp/22 -> drop
}`,
  "a-mac-address-is-asked-for-before-limits": `
family ipv4
list seen timeout 1m
chain c hook input {
  mac 02:00:00:aa:bb:cc limit 10/s -> log "seen", add source to seen
  icmp/echo-request mac 02:00:00:aa:bb:cc over 10/s per source -> drop
  from seen mac 02:00:00:aa:bb:cc 50% -> add destination to seen
}`,
  "icmp-types": `
chain c hook input {
  icmp/echo-request -> count
  icmp/8:0 -> count
  icmp/{echo-request,8,destination-unreachable} -> count
  icmp/{3:4,packet-too-big,8} -> count
  !icmp/echo-request -> count
  !icmp/13 -> count
  tcp/22, icmp/timestamp-request -> count
}`,
  "before-connection-tracking": `
list bogons { 10.0.0.0/8, 2001:db8::/32 }
chain early hook prerouting {
  from bogons -> drop
  tcp/23 -> reject
  -> jump shared
}
chain c hook input { -> jump shared }
chain shared { flags syn fin -> drop }`,
  "an-early-bin": `
list trusted { 192.168.88.0/24 }
ladder l hook input {
  exempt trusted
  bin  bin 4h early
  trap telnet
}`,
  places: `
chain a hook input { tcp/1 -> drop }
chain b hook input place last { tcp/2 -> drop }
chain d hook prerouting place last { tcp/3 -> drop }
chain e hook forward place after "the office" { tcp/4 -> drop }`,
  "lists-with-bounds": `
list few timeout 1h max 100
list both timeout 1h max 200 { 192.0.2.1 }
chain c hook input {
  from few -> drop
  new tcp/23 -> add source to few
  new tcp/24 -> add source to both, add source to both for forever
}`,
  "lists-by-network": `
list nets timeout 1h per 64 { 192.0.2.1, 2001:db8::7, 2001:db8:1::/48, 2001:db8:2:0:8000::/65 }
list for_ever per 64
chain c hook input {
  from nets -> drop
  from !nets to for_ever -> drop
  new tcp/23 -> add source to nets, add destination to for_ever for forever
}`,
  "hosts-apart-from-prefixes": `
list long { 198.51.100.0/24, ${Array.from({ length: 1200 }, (_, i) => `10.${Math.floor(i / 100)}.${i % 100}.7`).join(", ")} }
list none timeout 1h
chain c hook input {
  from long -> drop
  to !long tcp/23 -> count
}`,
  rates: `
list hit timeout 1m
chain c hook input {
  icmp/echo-request limit 10/s burst 20 -> accept
  icmp/echo-request over 10/s burst 20 -> drop
  new 50% limit 100/h -> log "some", drop
  new over 5/m burst 3 -> add source to hit
  !tcp/22 limit 1/d -> count, return
}`,
  "rates-by-address": `
list hit timeout 1m
list bin timeout 1m
chain c hook input {
  new limit 32/s burst 32 per source -> accept
  new over 32/s burst 32 per source -> drop
  new over 32/s burst 32 per source destination -> add source to hit, add destination to hit
  new over 1/m burst 3 per destination 10% -> log "cut", add source to bin, reject with tcp-reset else drop
  new limit 100/s limit 10/s per source -> return
  new limit 10/s burst 2 over 1/s per source -> drop
}`,
  connections: `
list busy timeout 1m
chain c hook input {
  new tcp conns > 30 per source -> drop
  new tcp conns > 100 per source/24 -> add source to busy
  new conns > 10 per source/64 50% -> log "many", add source to busy, drop
  new conns > 5 per destination -> return
}`,
  scans: `
list scanners timeout 2w
chain c hook input {
  from scanners -> tarpit else drop
  new scan -> log "scan", add source to scanners, drop
  new tcp scan 10 10s low 0 high 5 20% limit 1/m -> count
  new conns > 5 per source scan 1 3s low 1 high 0 over 1/m per source -> drop
  tcp conns > 5 per source/64 scan -> count
  new !tcp/22 scan -> count
  new proto gre scan -> count
}`,
  "many-ports-in-a-row": `
list seen timeout 1m
chain c hook input {
  from seen -> drop
  new tcp/7000 -> add source to seen
  new tcp/7001 -> add source to seen
  new tcp/7002 -> add source to seen
  new tcp/7003 -> add source to seen
  new tcp/7004 -> add source to seen
  new tcp/7005 -> add source to seen
  new tcp/7006 -> add source to seen
  new tcp/7007 -> add source to seen
  new tcp/7008 -> add source to seen
  new tcp/7009 -> add source to seen
  new tcp/7010 -> add source to seen
  new tcp/7011 -> add source to seen
  new tcp/7012 -> add source to seen
  new tcp/22 50% -> log "x", add source to seen, drop
  new tcp/7, udp/7-9 -> reject with tcp-reset else drop
  new udp/53 -> jump names
  new tcp/8000 from 2001:db8::1 -> drop
  new tcp/7000 -> accept
  established -> accept
}
chain names {
  from 192.0.2.0/24 -> return
  -> drop
}`,
  "01-a-log-is-for-those-too-who-get-no-reset": `
chain c hook input {
  udp/53, tcp/53 -> log "asked", reject with tcp-reset else drop
  new 10% -> log "shed", reject with tcp-reset else reject
}`,
};
