import { expect, test } from "vitest";
import { readingOf } from "./reading.js";

test("sshd: the first line about a connection is its packet, whatever follows", () => {
  expect(
    readingOf(
      `Nov 22 03:14:07 gate sshd[4711]: Invalid user admin from 203.0.113.7 port 51234
Nov 22 03:14:07 gate sshd[4711]: pam_unix(sshd:auth): check pass; user unknown
Nov 22 03:14:07 gate sshd[4711]: pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=203.0.113.7
Nov 22 03:14:09 gate sshd[4711]: Failed password for invalid user admin from 203.0.113.7 port 51234 ssh2
Nov 22 03:14:11 gate sshd[4711]: Connection closed by invalid user admin 203.0.113.7 port 51234 [preauth]
Nov 22 03:14:12 gate CRON[99]: pam_unix(cron:session): session opened for user root(uid=0) by (uid=0)
Nov 22 03:14:20 gate sshd[4720]: Failed password for root from 203.0.113.7 port 51300 ssh2
Nov 22 03:14:21 gate sshd[4720]: message repeated 2 times: [ Failed password for root from 203.0.113.7 port 51300 ssh2]
Nov 22 03:15:00 gate sshd-session[4801]: Accepted publickey for anna from 2001:db8::17 port 40022 ssh2: ED25519 SHA256:abc
Nov 22 03:15:02 gate sshd[4802]: Connection from 198.51.100.9 port 3333 on 192.0.2.1 port 2222 rdomain ""
Nov 22 03:15:03 gate sshd[4803]: error: kex_exchange_identification: Connection closed by remote host
Nov 22 03:15:03 gate sshd[4803]: banner exchange: Connection from 198.51.100.10 port 6666: invalid format
Nov 22 03:15:04 gate sshd[4804]: Did not receive identification string from 198.51.100.11
Nov 22 03:15:05 gate sshd[4805]: Server listening on 0.0.0.0 port 22.`,
    ),
  ).toMatchInlineSnapshot(`
    [
      "sshd",
      "1 0 203.0.113.7 tcp/22 new",
      "7 13 203.0.113.7 tcp/22 new",
      "9 53 2001:db8::17 tcp/22 new",
      "login 2001:db8::17",
      "10 55 198.51.100.9 tcp/2222 new",
      "12 56 198.51.100.10 tcp/22 new",
      "13 57 198.51.100.11 tcp/22 new",
    ]
  `);
});

test("sshd: what a peer says of itself is not its address", () => {
  expect(
    readingOf(
      `2026-11-22T10:00:00.5+01:00 gate sshd[1]: Failed password for invalid user x from 192.0.2.66 port 1 from 203.0.113.7 port 5 ssh2
2026-11-22T10:00:01.5+01:00 gate sshd[1]: Received disconnect from 203.0.113.8 port 6:11: bye from 192.0.2.66 port 1 [preauth]`,
    ),
  ).toEqual(["sshd", "1 0 203.0.113.7 tcp/22 new", "2 1 203.0.113.8 tcp/22 new"]);
});

test("times without a year go over the turn of the year, back for a straggler, and over 29 February", () => {
  const from = (stamp: string, port: number): string =>
    `${stamp} gate sshd[1]: Failed password for root from 203.0.113.7 port ${port} ssh2`;
  const lines = [
    from("Dec 31 23:59:50", 1),
    from("Jan  1 00:00:10", 2),
    from("Dec 31 23:59:59", 3),
    from("Jan  1 00:00:20", 4),
    from("Feb 28 00:00:20", 5),
    from("Mar  2 00:00:20", 6),
  ];
  expect(readingOf(lines.join("\n")).map((item) => item.replace(/ 203.*new/u, ""))).toEqual([
    "sshd",
    "1 0",
    "2 20",
    "3 20 late",
    "4 30",
    `5 ${30 + 58 * 86_400}`,
    `6 ${30 + 60 * 86_400}`,
  ]);
  const leap = [from("Feb 28 12:00:00", 1), from("Feb 29 12:00:00", 2), from("Mar  1 12:00:00", 3)];
  expect(readingOf(leap.join("\n")).map((item) => item.split(" ")[1])).toEqual([
    undefined,
    "0",
    "86400",
    "172800",
  ]);
});

test("the kernel's log, of UFW, nftables and iptables", () => {
  expect(
    readingOf(
      `Nov 22 10:00:00 gate kernel: [12345.678901] [UFW BLOCK] IN=eth0 OUT= MAC=02:00:00:00:00:01:02:00:00:AA:BB:CC:08:00 SRC=203.0.113.7 DST=192.0.2.1 LEN=44 TOS=0x00 PREC=0x00 TTL=243 ID=54321 PROTO=TCP SPT=45678 DPT=23 WINDOW=65535 RES=0x00 SYN URGP=0
Nov 22 10:00:01 gate kernel: [12346.000000] audit: type=1400 something else
2026-11-22T10:00:02.250000+00:00 gate kernel: drop: IN=ppp0 OUT= MAC= SRC=2001:0db8:0000:0000:0000:0000:0000:0007 DST=2001:0db8:0000:0000:0000:0000:0000:0001 LEN=72 TC=0 HOPLIMIT=57 FLOWLBL=0 PROTO=UDP SPT=5 DPT=53 LEN=32
2026-11-22 10:00:03,5 gate kernel: IN=eth0 OUT=eth1 SRC=203.0.113.7 DST=192.0.2.1 LEN=84 TOS=0x00 TTL=50 ID=1 DF PROTO=ICMP TYPE=8 CODE=0 ID=77 SEQ=1
2026-11-22T10:00:04Z gate kernel: IN=eth0 OUT= SRC=203.0.113.7 DST=192.0.2.1 LEN=52 PROTO=TCP SPT=1 DPT=22 WINDOW=1 RES=0x00 ACK FIN URGP=0
2026-11-22T10:00:05Z gate kernel: IN=eth0 OUT= SRC=203.0.113.7 DST=192.0.2.1 LEN=56 PROTO=ICMP TYPE=3 CODE=3 [SRC=192.0.2.1 DST=203.0.113.7 LEN=28 PROTO=UDP SPT=9 DPT=10 LEN=8 ]
2026-11-22T10:00:06Z gate kernel: IN=eth0 OUT= SRC=203.0.113.7 DST=192.0.2.1 LEN=56 PROTO=47
2026-11-22T10:00:06Z gate kernel: IN=eth0 OUT= SRC=203.0.113.7 DST=192.0.2.1 LEN=56 PROTO=222
2026-11-22T10:00:07Z gate kernel: IN=eth0 OUT= SRC=203.0.113 DST=192.0.2.1 PROTO=TCP DPT=22 SYN
SRC=203.0.113.7 without a time`,
    ).map((item) => item.replace(/^(\d+) \d{8,}/u, "$1 long after")),
  ).toMatchInlineSnapshot(`
    [
      "kernel",
      "1 0 203.0.113.7 tcp/23 new in wan to 192.0.2.1 length 44 mac 02:00:00:aa:bb:cc",
      "3 long after.25 2001:db8::7 udp/53 new to 2001:db8::1 length 72",
      "4 long after.5 203.0.113.7 icmp/8:0 new in wan to 192.0.2.1 length 84",
      "5 long after 203.0.113.7 tcp/22 invalid in wan to 192.0.2.1 length 52 flags fin ack",
      "6 long after 203.0.113.7 icmp/3:3 new in wan to 192.0.2.1 length 56",
      "7 long after 203.0.113.7 gre/ new in wan to 192.0.2.1 length 56",
      "9:48-61 SRC= is not an address",
      "10:1-31 there is no time at the start of the line",
    ]
  `);
  expect(
    readingOf(
      "[   12.500000] IN=eth0 OUT= SRC=203.0.113.7 DST=192.0.2.1 LEN=60 PROTO=TCP DPT=22 SYN URGP=0",
    ),
  ).toEqual(["kernel", "1 0 203.0.113.7 tcp/22 new in wan to 192.0.2.1"]);
});

test("RouterOS's log, by syslog and from the console, of both versions", () => {
  expect(
    readingOf(
      `2026-11-22T22:19:44.166891-05:00 192.0.2.254 firewall,info [drop-input] input: in:ether1 out:(unknown 0), connection-state:new src-mac 02:00:00:AA:BB:CC, proto UDP, 203.0.113.7:443->192.0.2.1:43186, len 126
2026-11-22T22:19:55.166891-05:00 192.0.2.254 firewall,info input: in:pppoe-out1 out:(unknown 0), connection-state:new proto TCP (SYN), 203.0.113.8:56625->192.0.2.1:8058, len 52
2026-11-22T22:19:56.166891-05:00 192.0.2.254 system,info,account user admin logged in
2026-11-22T22:19:57.166891-05:00 192.0.2.254 firewall,info forward: in:ether1 out:bridge, connection-state:established,snat proto TCP (ACK,FIN), 203.0.113.8:56625->192.0.2.1:443, NAT 203.0.113.8:56625->(192.0.2.1:443->192.168.88.2:443), len 40
2026-11-22T22:19:58.166891-05:00 192.0.2.254 firewall,info input: in:ether1 out:(unknown 0), connection-state:new src-mac 02:00:00:aa:bb:cc, proto ICMP (type 8, code 0), 203.0.113.9->192.0.2.1, len 84
2026-11-22T22:19:59.166891-05:00 192.0.2.254 firewall,info input6: in:ether1 out:(unknown 0), connection-state:new src-mac 02:00:00:aa:bb:cc, proto TCP (SYN), [2001:db8::7]:51234->[2001:db8::1]:22, len 80`,
    ),
  ).toMatchInlineSnapshot(`
    [
      "routeros",
      "1 0 203.0.113.7 udp/43186 new in wan to 192.0.2.1 length 126 mac 02:00:00:aa:bb:cc",
      "2 11 203.0.113.8 tcp/8058 new to 192.0.2.1 length 52",
      "4 13 203.0.113.8 tcp/443 established in wan to 192.0.2.1 length 40 flags fin ack",
      "5 14 203.0.113.9 icmp/8:0 new in wan to 192.0.2.1 length 84 mac 02:00:00:aa:bb:cc",
      "6 15 2001:db8::7 tcp/22 new in wan to 2001:db8::1 length 80 mac 02:00:00:aa:bb:cc",
    ]
  `);
  expect(
    readingOf(
      `nov/22/2026 10:00:00 firewall,info sinbinned input: in:ether1 out:(none), src-mac 02:00:00:aa:bb:cc, proto TCP (SYN), 203.0.113.7:4242->192.0.2.1:22, len 60
nov/22/2026 10:00:05 firewall,info input: in:ether1 out:(none), proto TCP (ACK), 203.0.113.7:4242->192.0.2.1:22, len 60`,
    ),
  ).toEqual([
    "routeros",
    "1 0 203.0.113.7 tcp/22 new in wan to 192.0.2.1 mac 02:00:00:aa:bb:cc",
    "2 5 203.0.113.7 tcp/22 invalid in wan to 192.0.2.1 flags ack",
  ]);
});
