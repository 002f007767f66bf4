/** A policy, and what its golden shows of it. */
export interface Case {
  readonly policy: string;
  readonly version?: string;
}

/** The shapes and problems of matchers that count, of answers, places, and the raw table. */
export const wholeCases: Readonly<Record<string, Case>> = {
  "18-matchers-of-headers": {
    policy: `
chain input hook input {
  flags syn !ack                        -> count
  ssh flags syn !ack                    -> count
  !ssh flags fin                        -> count
  tcp/80, udp/443 flags !syn            -> count
  length 100-200                        -> count
  length 40                             -> count
  mac 02:00:00:aa:bb:cc                 -> count
  mac !02:00:00:aa:bb:cc                -> count
}`,
  },
  "19-icmp-types": {
    policy: `
chain input hook input {
  icmp/echo-request                        -> count
  icmp/8:0                                 -> count
  icmp/{echo-reply,3:4,3,packet-too-big}   -> count
  icmp/timestamp-request                   -> count
  icmp/neighbour-solicitation, udp/53      -> count
  !icmp/echo-request                       -> count
  !icmp/timestamp-request                  -> count
  !icmp/{echo-request,echo-reply}          -> drop
}`,
  },
  "20-connections-and-scans": {
    policy: `
family ipv4
list a timeout 1h
chain input hook input {
  new conns > 30 per source               -> drop
  new ssh conns > 30 per source/24        -> drop
  new web conns > 30 per source           -> drop
  new scan                                -> add source to a
  new scan 10 500ms low 5 high 2 50%      -> log "scan", add source to a
}
service web = tcp/80, udp/443`,
  },
  "21-rates": {
    policy: `
family ipv4
service web = tcp/80, udp/443
interface any { routeros list WAN, VPN }
list a timeout 1h
chain input hook input {
  limit 10/s burst 20                         -> count
  over 30/m                                   -> drop
  ssh limit 100/h burst 7                     -> log "ssh", add source to a
  web limit 10/s burst 20                     -> accept
  limit 32/s burst 32 per source              -> count
  limit 5/d burst 5 per source destination    -> count
  over 32/s burst 32 per destination          -> drop
  new 20% limit 9/s over 3/m per source       -> add source to a, drop
  web over 9/s over 3/m per source            -> drop
  !web limit 9/s                              -> drop
  in any limit 9/s                            -> drop
}
chain guard {
  ssh limit 9/s  -> return
}`,
  },
  "22-answers": {
    policy: `
service web = tcp/80, udp/443
list a timeout 1h
chain input hook input {
  ssh      -> reject with tcp-reset
  dns      -> reject
  smtp     -> reject with host-unreachable
  imap     -> reject with no-route
  pop3     -> log "no", reject with admin-prohibited
  telnet   -> tarpit else drop
  web      -> tarpit else reject
  udp      -> tarpit else drop
  from a   -> reject with tcp-reset else reject
  web      -> log "web", add source to a, tarpit else reject with tcp-reset else drop
  web 20%  -> add source to a, reject with tcp-reset else reject
  web 20%  -> tarpit else drop
  !web     -> tarpit else drop
  !ssh     -> tarpit else drop
}
chain four hook forward family ipv4 {
  telnet -> tarpit
}`,
  },
  "23-before-connection-tracking": {
    policy: `
interface wan { routeros ether1 }
list sinbin timeout 1h
chain early hook prerouting in wan {
  from sinbin  -> tarpit else drop
  telnet       -> jump both
  smtp         -> jump below
}
chain prerouting hook prerouting { udp/53 limit 9/s per source -> accept }
chain input hook input { -> jump both }
chain both { from 192.0.2.0/24 -> drop }
chain below { !tcp/25 -> return  50% -> add source to sinbin, drop }`,
  },
  "24-early": {
    policy: `
list trusted { 192.0.2.0/24 }
list friends { 2001:db8::/48 }
ladder one hook input {
  exempt trusted, friends
  rungs  low 1m
  bin    high 4h early log "binned"
  odds   any 20%
}
ladder two hook input {
  bin    top 4h early
  trap   telnet
}`,
  },
  "25-a-scan-on-a-ladder": {
    policy: `
list trusted { 192.0.2.0/24 }
ladder sin hook input {
  exempt trusted
  bin    top 4h log "scan" -> tarpit else drop
  scan
}`,
  },
  "26-places": {
    policy: `
family ipv4
list a timeout 1h
chain one hook input { new -> jump guard }
chain two hook input place after "the \\"first\\" one" { telnet -> return  -> count }
chain three hook input place after "the \\"first\\" one" { smtp -> return  -> count }
chain four hook input place last { http -> return  -> count }
chain five hook prerouting place last { from a -> drop  imap -> return }
chain guard { ssh -> drop }`,
  },
  "27-a-bounded-list": {
    policy: `
list a timeout 1h max 1000
list b max 3 { 192.0.2.7 }
chain input hook input {
  ssh from !b -> add source to a
}`,
  },
  "57-before-connection-tracking": {
    policy: `
chain early hook prerouting {
  new                        -> drop
  conns > 30 per source      -> drop
  ssh                        -> reject
  telnet                     -> tarpit
  smtp                       -> tarpit else reject
  -> jump both
}
chain input hook input { -> jump both }
chain both { established -> accept }`,
  },
  "58-no-verdict": {
    policy: `
chain input hook input {
  telnet       -> tarpit
  udp          -> tarpit
  imap         -> tarpit else reject
}
chain four hook forward family ipv4 {
  smtp, dns    -> tarpit
  -> tarpit
}
ladder sin hook input {
  bin  top 4h -> reject with tcp-reset
  trap telnet
}`,
  },
  "59-what-it-does-not-count": {
    policy: `
list a timeout 1h per 64
chain input hook input {
  new conns > 30 per destination         -> drop
  limit 40000000000/s burst 3000000000   -> drop
  scan 10 55ms low 5 high 2              -> add source to a
}
chain six hook forward family ipv6 {
  scan -> drop
}`,
  },
  "60-return-and-rates": {
    policy: `
list a timeout 1h
chain guard {
  over 3/m per source            -> return
  limit 3/m per source           -> return
  limit 3/m per source           -> log "x", add source to a, return
}`,
  },
  "61-places": {
    policy: `
chain last hook input place last { ssh -> return  -> count }
chain one hook input place after "one" { ssh -> return  -> count }
chain two hook input place after "two" { ssh -> return  -> count }
chain out hook output place after "größer" { ssh -> return }
chain via hook forward place after "sinbin:edge edge.sbn:1" { ssh -> return }`,
  },
  "62-buckets": {
    policy: `
service web = tcp/80, udp/443
chain input hook input {
  limit 1000/s burst 5                -> count
  new scan                            -> count
  web                                 -> jump both
  new scan 10 3s low 5 high 2         -> count
}
chain early hook prerouting { -> jump both }
chain both {
  limit 9/s burst 9 per source -> count
  web limit 9/s -> return
}`,
  },
};
