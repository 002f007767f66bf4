/** `psd` by MikroTik's released kernel code (facts of ipt_psd.c). */
import { expect, test } from "vitest";
import type { RouterPacket } from "../../../targets/routeros/simulate/router-packet.js";
import { ip, routerWith } from "./router.js";

const detector = "chain=input action=drop psd=21,3s,3,1";

/** Which of the packets match, each to a port, one hundredth of a second apart unless said. */
function matched(rule: string, packets: readonly Partial<RouterPacket>[]): readonly number[] {
  const router = routerWith([rule]);
  return packets.flatMap((packet, index) =>
    router.verdict({ at: index * 10, ...packet }) === "drop" ? [index] : [],
  );
}

const ports = (first: number, count: number): readonly Partial<RouterPacket>[] =>
  Array.from({ length: count }, (_, index) => ({ destinationPort: first + index }));

test("the seventh low port is a scan, and so is every new port after it", () => {
  expect(matched(detector, ports(1, 9))).toEqual([6, 7, 8]);
});

test("a high port weighs less", () => {
  expect(matched(detector, ports(2000, 23))).toEqual([20, 21, 22]);
});

test("the first packet never matches, whatever it weighs", () => {
  expect(matched("chain=input action=drop psd=1,3s,3,1", ports(1, 3))).toEqual([1, 2]);
});

test("a port counts once, and the one that makes it a scan is not remembered", () => {
  const again = [...ports(1, 6), ...ports(1, 6), ...ports(7, 1), ...ports(7, 1), ...ports(6, 1)];
  expect(matched(detector, again)).toEqual([12, 13]);
});

test("nothing is forgotten within the delay of the last new port, and all after it", () => {
  const at = (time: number, port: number) => ({ at: time, destinationPort: port });
  const six = [1, 2, 3, 4, 5, 6].map((port) => at(port * 3000, port));
  expect(matched(detector, [...six, at(21_000, 7)])).toEqual([6]);
  expect(matched(detector, [...six, at(21_010, 7), at(21_020, 8)])).toEqual([]);
  // A known port does not prolong it.
  expect(matched(detector, [...six, at(20_000, 1), at(21_010, 7)])).toEqual([]);
});

test("time is counted in hundredths of a second", () => {
  const six = [1, 2, 3, 4, 5, 6].map((port) => ({ at: 5, destinationPort: port }));
  expect(matched(detector, [...six, { at: 3009, destinationPort: 7 }])).toEqual([6]);
  expect(matched(detector, [...six, { at: 3010, destinationPort: 7 }])).toEqual([]);
});

test("answers of TCP neither count nor begin a record", () => {
  const flags = (...set: RouterPacket["flags"]) =>
    ports(1, 9).map((port) => ({ ...port, flags: set }));
  expect(matched(detector, flags("ack"))).toEqual([]);
  // A reset begins one, but adds nothing.
  expect(matched(detector, flags("rst"))).toEqual([]);
  expect(matched(detector, [{ destinationPort: 1, flags: ["rst"] }, ...ports(2, 6)])).toEqual([6]);
  expect(matched(detector, [{ destinationPort: 1, flags: ["ack"] }, ...ports(2, 6)])).toEqual([]);
});

test("UDP counts with TCP, other protocols do not, nor does the source 0.0.0.0", () => {
  const mixed = ports(1, 7).map((port, index) =>
    index % 2 === 0 ? port : { ...port, protocol: 17 },
  );
  expect(matched(detector, mixed)).toEqual([6]);
  expect(
    matched(
      detector,
      ports(1, 9).map((port) => ({ ...port, source: 0 })),
    ),
  ).toEqual([]);
  expect(
    matched(
      detector,
      ports(1, 9).map((port) => ({ ...port, protocol: 132 })),
    ),
  ).toEqual([]);
});

test("after 21 ports the others add weight each time", () => {
  const rule = "chain=input action=drop psd=30,3s,1,1";
  const same = Array.from({ length: 12 }, () => ({ destinationPort: 99 }));
  expect(matched(rule, [...ports(1, 21), ...same])).toEqual([29, 30, 31, 32]);
});

test("all rules share one table: the second sees the port as known", () => {
  const router = routerWith([
    "chain=input action=log log-prefix=a psd=21,3s,3,1",
    "chain=input action=log log-prefix=b psd=3,3s,3,1",
  ]);
  const logs = ports(1, 9).map((port, index) => router.play({ at: index, ...port }).logs.join(""));
  // The second asks about a port that the first has put down, until that matches and puts none down.
  expect(logs).toEqual(["", "", "", "", "", "", "ab", "ab", "ab"]);
});

test("the 257th source takes the place of the first", () => {
  const others = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      at: 0,
      source: (ip("198.18.0.1") as number) + index,
    }));
  const still = (port: Partial<RouterPacket>) => ({ ...port, at: 0 });
  const scan = (count: number) => [
    ...ports(1, 6).map(still),
    ...others(count),
    ...ports(7, 1).map(still),
  ];
  expect(matched(detector, scan(255))).toEqual([261]);
  expect(matched(detector, scan(256))).toEqual([]);
});
