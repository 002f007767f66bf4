import { afterAll, beforeAll, expect, test } from "vitest";
import { address, describeOnKernel, type Lab, openLab } from "./netns.js";
import { deviations, examplePolicy, sources, sources6, start } from "./policy.js";

const table = "sinbin_edge";

const policy = examplePolicy("01-sinbin-ladder");

/** Example 01's odds for one new connection. */
const sshOdds = [0.8, 0.8, 0.8] as const;
const anyOdds = [0.2, 0.3, 0.4] as const;

/** The exact share of sources on each step after each round: none, sin_1, sin_2, sinbin. */
function markov(climb: readonly number[], rounds: number): readonly (readonly number[])[] {
  const shares: number[][] = [[1, 0, 0, 0]];
  for (let round = 0; round < rounds; round++) {
    const before = shares.at(-1)!;
    const after = [...before];
    for (const step of [0, 1, 2]) {
      const moved = before[step]! * climb[step]!;
      after[step]! -= moved;
      after[step + 1]! += moved;
    }
    shares.push(after);
  }
  return shares;
}

describeOnKernel("the ladder of example 01", () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await openLab();
  });
  afterAll(() => lab.close());

  const rounds = 4;
  for (const [what, of, port, climb] of [
    ["ssh over IPv4", sources(4000), 22, sshOdds.map((p, i) => 1 - (1 - p) * (1 - anyOdds[i]!))],
    ["https over IPv4", sources(4000, 1), 443, anyOdds],
    ["ssh over IPv6", sources6(2000), 22, sshOdds.map((p, i) => 1 - (1 - p) * (1 - anyOdds[i]!))],
  ] as const) {
    test(`${what} climbs as the Markov chain says`, { timeout: 120_000 }, async () => {
      await start(lab, policy);
      const digit = of[0]!.includes(":") ? "6" : "4";
      const shares = markov(climb, rounds);
      for (let round = 0; round < rounds; round++) {
        // A busy machine answers late; after a second a SYN would be sent again, and drawn for again.
        const verdicts = await lab.attempt(
          of.map((from) => ({ from, port })),
          900,
        );
        const dropped = verdicts.filter((verdict) => verdict === "silent").length;
        expect(verdicts.filter((verdict) => verdict === "refused").length).toBe(
          of.length - dropped,
        );
        // Binned in an earlier round is dropped in this one; the packet that tips passes.
        const expected = shares[round]![3]!;
        if (expected === 0) expect(dropped).toBe(0);
        else expect(Math.abs(deviations(dropped, of.length, expected))).toBeLessThan(4.5);
      }
      const on = async (list: string): Promise<Set<string>> =>
        new Set((await lab.members(table, `list_${list}_${digit}`)).map((m) => m.address));
      const last = shares[rounds]!;
      // An address stays on the lower lists until they forget it, so each holds all who came that far.
      for (const [list, share] of [
        ["sin_1", 1 - last[0]!],
        ["sin_2", last[2]! + last[3]!],
        ["sinbin", last[3]!],
      ] as const) {
        expect(Math.abs(deviations((await on(list)).size, of.length, share))).toBeLessThan(4.5);
      }
    });
  }

  async function everyMember(): Promise<readonly string[]> {
    const sets = ["sin_1", "sin_2", "sinbin"].flatMap((list) => [
      `list_${list}_4`,
      `list_${list}_6`,
    ]);
    const members = await Promise.all(sets.map((set) => lab.members(table, set)));
    return members.flat().map((member) => member.address);
  }

  test("the trusted pass and are never listed", async () => {
    await start(lab, policy);
    const trusted = Array.from({ length: 300 }, (_, index) =>
      index % 2 === 0
        ? `192.168.88.${String(1 + (index % 250))}`
        : `2001:db8:1:${String(index)}::${String(index)}`,
    );
    for (let round = 0; round < 3; round++) {
      const verdicts = await lab.attempt(trusted.map((from) => ({ from, port: 22 })));
      expect(new Set(verdicts)).toEqual(new Set(["refused"]));
    }
    expect(await everyMember()).toEqual([]);
  });

  test("the host talking to itself never climbs", async () => {
    await start(lab, policy);
    const own = ["127.0.0.1", "::1", address.defender.ipv4, address.defender.ipv6];
    const targets = Array.from({ length: 200 }, (_, i) => ({ to: own[i % own.length]!, port: 22 }));
    expect(new Set(await lab.attemptFromInside(targets))).toEqual(new Set(["refused"]));
    expect(await everyMember()).toEqual([]);
  });

  test("answers to the host's own connections never climb", async () => {
    await start(lab, policy);
    await lab.listen("attacker", 2222);
    const targets = [...sources(100, 2), ...sources6(100, 2)].flatMap((to) => [
      { to, port: 2222 },
      { to, port: 22 },
    ]);
    const verdicts = await lab.attemptFromInside(targets);
    expect(verdicts.filter((verdict) => verdict === "accepted")).toHaveLength(200);
    expect(verdicts.filter((verdict) => verdict === "refused")).toHaveLength(200);
    expect(await everyMember()).toEqual([]);
  });

  test("the binned hear nothing, on any port, and nobody else suffers", async () => {
    await start(lab, policy);
    await lab.run(
      "defender",
      "nft",
      "add element",
      "inet",
      table,
      "list_sinbin_4",
      "{ 198.18.0.1 timeout 1h }",
    );
    const ports = [22, 80, 443, 5000];
    const silent = ports.flatMap((port) => [
      { from: "198.18.0.1", port },
      { from: "198.18.0.1", port, protocol: "udp" as const },
    ]);
    expect(new Set(await lab.attempt(silent))).toEqual(new Set(["silent"]));
    // A source each: one that comes four times may climb into the bin itself.
    const others = ports.map((port, index) => ({ from: `198.18.0.${index + 2}`, port }));
    expect(new Set(await lab.attempt(others))).toEqual(new Set(["refused"]));
  });
});
