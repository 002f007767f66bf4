/** Each matcher by the manual's account of it, and what is not known stays unknown. */
import { expect, test } from "vitest";
import type { RouterPacket } from "../../../targets/routeros/simulate/router-packet.js";
import { ip, routerWith } from "./router.js";

type Changes = Partial<RouterPacket>;

const icmp: Changes = { protocol: 1, destinationPort: undefined, icmp: { type: 8, code: 0 } };
const gre: Changes = { protocol: 47, destinationPort: undefined, sourcePort: undefined };
const udp: Changes = { protocol: 17, flags: [] };

test.each<readonly [matcher: string, answer: boolean | "unknown", changes: Changes]>([
  ["src-address=192.0.2.7", true, {}],
  ["src-address=192.0.2.0/24", true, {}],
  ["src-address=192.0.2.0/255.255.255.0", true, {}],
  ["src-address=192.0.2.1-192.0.2.7", true, {}],
  ["src-address=192.0.2.1-192.0.2.6", false, {}],
  ["src-address=!192.0.2.1-192.0.2.6", true, {}],
  ["dst-address=198.51.100.2", false, {}],
  ["src-address=2001:db8::/48", true, { family: "ipv6" }],
  ["src-address=!2001:db8::7/128", false, { family: "ipv6" }],
  ["src-mac-address=02:00:00:AA:BB:CC", true, {}],
  ["src-mac-address=!02:00:00:AA:BB:CC", false, {}],
  ["in-interface=ether1", true, {}],
  ["in-interface=ether2", false, {}],
  ["in-interface=!ether2", true, {}],
  ["in-interface=ether2", "unknown", { in: { name: undefined, lists: ["WAN"] } }],
  ["in-interface=all-ppp", "unknown", {}],
  ["out-interface=ether1", false, {}],
  ["in-interface-list=WAN", true, {}],
  ["in-interface-list=!WAN", false, {}],
  ["in-interface-list=LAN", false, {}],
  ["in-interface-list=LAN", "unknown", { in: { name: "ether1", lists: undefined } }],
  ["in-interface-list=all", true, {}],
  ["in-interface-list=none", false, {}],
  ["protocol=tcp", true, {}],
  ["protocol=6", true, {}],
  ["protocol=!tcp", false, {}],
  ["protocol=gre", true, gre],
  ["protocol=icmp", false, { ...icmp, family: "ipv6", protocol: 58 }],
  ["protocol=icmpv6", true, { ...icmp, family: "ipv6", protocol: 58 }],
  ["protocol=ipsec-esp", true, { ...gre, protocol: 50 }],
  ["dst-port=22", true, {}],
  ["dst-port=20-21,23", false, {}],
  ["dst-port=20-30,80", true, {}],
  ["dst-port=!80", true, {}],
  ["dst-port=22", false, gre],
  ["dst-port=!22", false, gre],
  ["src-port=50000", true, {}],
  ["src-port=1-1023", false, {}],
  ["src-port=1-1023", "unknown", { sourcePort: undefined }],
  ["src-port=!1-1023", "unknown", { sourcePort: undefined }],
  ["port=22", true, { sourcePort: undefined }],
  ["port=50000", true, {}],
  ["port=23", "unknown", { sourcePort: undefined }],
  ["packet-size=40-60", true, {}],
  ["packet-size=!40-60", false, {}],
  ["packet-size=61-65535", false, {}],
  ["tcp-flags=syn,!ack", true, {}],
  ["tcp-flags=syn,!ack", false, { flags: ["syn", "ack"] }],
  ["tcp-flags=!fin,!syn,!rst,!ack", true, { flags: ["urg"] }],
  ["tcp-flags=!fin,!syn,!rst,!ack", false, {}],
  ["tcp-flags=!syn", false, udp],
  ["icmp-options=8:0", true, icmp],
  ["icmp-options=8:0-255", true, icmp],
  ["icmp-options=8:1-255", false, icmp],
  ["icmp-options=!0:0-255", true, icmp],
  ["icmp-options=8", true, icmp],
  ["icmp-options=8:0", false, {}],
  ["connection-state=established,new", true, {}],
  ["connection-state=!established,new", false, {}],
  ["connection-state=invalid", false, {}],
  ["connection-limit=0,32", true, {}],
  ["connection-limit=1,32", false, {}],
  ["connection-limit=!1,32", true, {}],
  ["random=51", true, {}],
  ["random=50", false, {}],
  ["connection-nat-state=!dstnat", "unknown", {}],
  ["connection-nat-state=!dstnat", true, { known: new Map([["connection-nat-state", []]]) }],
  [
    "connection-nat-state=srcnat,dstnat",
    true,
    { known: new Map([["connection-nat-state", ["dstnat"]]]) },
  ],
  ["ipsec-policy=in,ipsec", true, { known: new Map([["ipsec-policy", ["in,ipsec"]]]) }],
  ["connection-mark=no-mark", "unknown", {}],
  ["src-address-type=unicast", "unknown", {}],
  ["in-bridge-port=ether2", "unknown", {}],
  ["layer7-protocol=x", "unknown", {}],
  ["something-new=x", "unknown", {}],
  ["constructor=x", "unknown", {}],
  ["psd=21,3s,3,1", "unknown", { family: "ipv6" }],
  // Values that RouterOS would not take.
  ["src-address=host.example", "unknown", {}],
  ["random=100", "unknown", {}],
  ["dst-port=ssh", "unknown", {}],
  ["limit=soon", "unknown", {}],
  ["dst-limit=1,5,toString/10s", "unknown", {}],
])("%s: %s", (matcher, answer, changes) => {
  const router = routerWith([`chain=input action=drop ${matcher}`]);
  const { verdict, unknown } = router.play(changes);
  const [property = "", value] = matcher.split(/=(.*)/u);
  expect({
    verdict: verdict?.kind,
    unknown: unknown.map((one) => [one.property, one.value]),
  }).toEqual({
    verdict: answer === true ? "drop" : undefined,
    unknown: answer === "unknown" ? [[property, value]] : [],
  });
});

test("an unset matcher asks nothing", () => {
  expect(routerWith(["chain=input action=drop src-address-list="]).verdict()).toBe("drop");
});

test("the raw table does not know connections", () => {
  const router = routerWith(["raw chain=prerouting action=drop connection-state=new"]);
  expect(router.play({ hook: "prerouting" }).unknown).toHaveLength(1);
});

test("connections are counted from a network of the given length", () => {
  const asked: number[] = [];
  const connections = (_: unknown, length: number): number | undefined => {
    asked.push(length);
    return length === 24 ? 31 : undefined;
  };
  const rules = ["connection-limit=30,32", "connection-limit=!30,32", "connection-limit=30,24"];
  const router = routerWith(
    rules.map((rule) => `chain=input action=log log-prefix=${rule} ${rule}`),
    { connections },
  );
  // What is not tracked meets no limit.
  expect(router.play().logs).toEqual(["connection-limit=30,24"]);
  expect(asked).toEqual([32, 32, 24]);
});

test("matchers are asked in RouterOS's order, however the rule is written", () => {
  let draws = 0;
  const router = routerWith(
    [
      "chain=input dst-limit=1/1h,1,src-address limit=2/1h,2 random=60 connection-state=new dst-port=22 src-address-list=sin action=drop",
    ],
    { draws: () => (draws++ % 2 === 0 ? 0.5 : 0.7) },
  );
  router.state.ipv4.lists.add({ list: "sin", address: "192.0.2.0/24" }, 0);
  const elsewhere = { source: ip("192.0.3.7") };
  // None of these is a draw.
  expect(
    [elsewhere, { destinationPort: 23 }, { state: "related" as const }].map(router.verdict),
  ).toEqual(["none", "none", "none"]);
  expect(draws).toBe(0);
  // Every second draw fails, which leaves the buckets alone; then that of the source is empty, then the rule's.
  const verdicts = [7, 7, 7, 8, 8, 9, 9, 9].map((last) =>
    router.verdict({ source: ip(`192.0.2.${last}`) }),
  );
  expect(verdicts).toEqual(["drop", "none", "none", "none", "none", "none", "none", "none"]);
  expect(draws).toBe(8);
});

test("a bucket is full at first and fills at its rate", () => {
  const router = routerWith(["chain=input action=drop limit=2/1s,3:packet"]);
  const verdicts = [0, 0, 0, 0, 499, 500, 500, 999, 1000, 9000, 9000, 9000, 9000].map((at) =>
    router.verdict({ at }) === "drop" ? 1 : 0,
  );
  expect(verdicts).toEqual([1, 1, 1, 0, 0, 1, 0, 0, 1, 1, 1, 1, 0]);
});

test("a negated limit takes tokens as well, and holds when there are none", () => {
  const router = routerWith(["chain=input action=drop limit=!1/1m,2"]);
  expect([0, 0, 0, 60_000, 60_000].map((at) => router.verdict({ at }))).toEqual([
    "none",
    "none",
    "drop",
    "none",
    "drop",
  ]);
});

test("a limit in bits takes a packet's length", () => {
  const router = routerWith(["chain=input action=drop limit=480,960:bit"]);
  expect([0, 0, 0, 500, 1000].map((at) => router.verdict({ at }))).toEqual([
    "drop",
    "drop",
    "none",
    "none",
    "drop",
  ]);
});

test.each<readonly [mode: string, together: Changes, apart: Changes]>([
  ["src-address", { destination: 5 }, { source: 5 }],
  ["dst-address", { source: 5 }, { destination: 5 }],
  ["src-and-dst-addresses", { destinationPort: 5 }, { destination: 5 }],
  ["dst-address-and-port", { source: 5 }, { destinationPort: 5 }],
  ["addresses-and-dst-port", { sourcePort: 5 }, { destinationPort: 5 }],
])("dst-limit counts by %s", (mode, together, apart) => {
  const router = routerWith([`chain=input action=drop dst-limit=1/1h,1,${mode}/2h`]);
  expect([{}, together, apart].map(router.verdict)).toEqual(["drop", "none", "drop"]);
});

test("dst-limit forgets a key that has not been seen for so long", () => {
  const router = routerWith(["chain=input action=drop dst-limit=1/1h,1,src-address/10s"]);
  expect([0, 9999, 19_998, 29_998].map((at) => router.verdict({ at }))).toEqual([
    "drop",
    "none",
    "none",
    "drop",
  ]);
});

test("a draw is below N of 100", () => {
  const verdicts = [0, 0.199, 0.2, 0.21, 0.999].map((draw) =>
    routerWith(["chain=input action=drop random=20"], { draws: () => draw }).verdict(),
  );
  expect(verdicts).toEqual(["drop", "drop", "none", "none", "none"]);
});
