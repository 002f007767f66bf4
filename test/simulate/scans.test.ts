import { expect, test } from "vitest";
import { playing, type Told } from "./playing.js";

const scan = `policy p
chain c hook input { scan -> drop }`;

/** The verdicts for packets to these ports, one after the other. */
function knocking(ports: readonly number[], told: Told = {}, text = scan): string {
  const { play } = playing(text);
  return ports
    .map((port, index) => (play({ t: index / 10, ...told, port }) === "drop" ? "!" : "."))
    .join("");
}

test("the seventh low port is a scan, and each unseen one after it", () => {
  expect(knocking([1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 6])).toBe("......!!!..");
});

test("the port that made it a scan is not remembered", () => {
  expect(knocking([1, 2, 3, 4, 5, 6, 7, 7, 6])).toBe("......!!.");
});

test("21 high ports are a scan; a port that was seen weighs nothing", () => {
  const high = Array.from({ length: 23 }, (_, index) => 2000 + index);
  expect(knocking(high)).toBe(`${".".repeat(20)}!!!`);
  expect(knocking(high.flatMap((port) => [port, port]).slice(0, 40))).toBe(".".repeat(40));
});

test("the first packet never is one, whatever it weighs", () => {
  expect(knocking([1, 2, 2], {}, scan.replace("scan", "scan 3 3s low 3 high 1"))).toBe(".!!");
});

test("no more than 21 ports are remembered; each packet to another weighs", () => {
  const text = scan.replace("scan", "scan 30 3s low 3 high 1");
  const high = Array.from({ length: 21 }, (_, index) => 2000 + index);
  expect(knocking([...high, 5000, 5000, 5000, 5000, 5000, 5000, 5000, 5000, 5000], {}, text)).toBe(
    `${".".repeat(29)}!`,
  );
});

test("all is forgotten when a new port comes later than the delay", () => {
  const { play } = playing(scan);
  const at = (t: number, port: number): string => play({ t, port });
  for (const port of [1, 2, 3, 4, 5, 6]) expect(at(0, port)).toBe("-");
  // A port that was seen does not prolong it.
  expect(at(2, 1)).toBe("-");
  expect(at(3, 7)).toBe("drop");
  expect(at(6, 8)).toBe("drop");
  expect(at(9.001, 9)).toBe("-");
  for (const port of [1, 2, 3, 4, 5]) expect(at(10, port)).toBe("-");
  expect(at(10, 6)).toBe("drop");
});

test("TCP that answers, other protocols and 0.0.0.0 are not looked at", () => {
  const ports = [1, 2, 3, 4, 5, 6, 7, 8];
  expect(knocking(ports, { flags: ["ack"] })).toBe("........");
  expect(knocking(ports, { protocol: "sctp" })).toBe("........");
  expect(knocking(ports, { from: "0.0.0.0" })).toBe("........");
  expect(knocking(ports, { protocol: "udp", flags: [] })).toBe("......!!");
  // A reset may open a record, but adds nothing to one.
  expect(knocking(ports, { flags: ["rst"] })).toBe("........");
});

test("all rules share one table, ports and weight", () => {
  const { play, logs } = playing(`policy p
chain c hook input {
  scan 6 3s low 3 high 1 -> log "low bar"
  scan 9 3s low 3 high 1 -> log "high bar"
}`);
  for (const port of [1, 2, 3, 4]) play({ port });
  expect(logs()).toEqual(["low bar", "high bar", "low bar", "high bar", "low bar", "high bar"]);
});
