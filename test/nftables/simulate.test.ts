import { describe, expect, test } from "vitest";
import { address, policyWorld } from "./play.js";

const rules = (text: string): string =>
  `policy p list l timeout 10s chain c hook input { ${text} }`;
const one = address("198.51.100.1");

describe("a policy as the kernel runs it", () => {
  test("a ladder is climbed a rung a packet, and the packet that tips over still passes", () => {
    const world = policyWorld(`policy p ladder l hook input {
      rungs low 1m, high 1m  bin top 1h log "in" -> drop  odds any 100%
    }`);
    const passages = [0, 1, 2, 3].map((second) => world.send({ at: second * 1000 }));
    expect(passages.map(({ verdict }) => verdict?.kind)).toEqual([
      undefined,
      undefined,
      undefined,
      "drop",
    ]);
    expect(passages.map(({ logs }) => logs)).toEqual([[], [], ["in"], []]);
    expect(world.listed("top", 3000)).toEqual(new Map([[one, 2000 + 3_600_000]]));
  });

  test("a draw fires below its share, as the kernel scales a number of 32 bits", () => {
    const edge = Math.ceil(0.3 * 2 ** 32);
    const draws = [edge - 1, edge, 0].map((random) => random / 2 ** 32);
    const world = policyWorld(rules("new 30% -> drop"), { draws: () => draws.shift() ?? 1 });
    expect([world.verdict(), world.verdict(), world.verdict()]).toEqual(["drop", "pass", "drop"]);
  });

  test("an entry is seen by the next rule, for the same packet, and up to its timeout", () => {
    const world = policyWorld(rules("new ssh -> add source to l  from l -> drop"));
    expect(world.verdict()).toBe("drop");
    expect(world.verdict({ port: 23, at: 9999 })).toBe("drop");
    expect(world.verdict({ port: 23, at: 10_000 })).toBe("pass");
  });

  test("a set without room breaks its rule and no other", () => {
    const world = policyWorld(
      `policy p list l timeout 10s max 1 chain c hook input { new -> log "seen", add source to l, drop }`,
    );
    expect(world.send({ from: "198.51.100.1" }).logs).toEqual(["seen"]);
    expect(world.send({ from: "198.51.100.2" })).toEqual({
      verdict: { kind: "drop" },
      logs: ["seen"],
    });
    expect([...world.listed("l", 0).keys()]).toEqual([one]);
  });

  test("the first base chain's accept is not the last word, a drop is", () => {
    const world = policyWorld(`policy p
      chain a hook input { tcp/22 -> accept  tcp/23 -> drop }
      chain b hook input place last { tcp/22 -> drop  tcp/24 -> log "late" }`);
    expect(world.verdict({ port: 22 })).toBe("drop");
    expect(world.send({ port: 23 }).verdict?.kind).toBe("drop");
    expect(world.send({ port: 24 }).logs).toEqual(["late"]);
  });

  test("return comes back to the jump, in a base chain to the policy of the chain", () => {
    const world = policyWorld(`policy p
      chain a hook input { tcp/1-99 -> jump b  tcp/23 -> return  -> drop }
      chain b { tcp/24 -> accept  tcp/22-23 -> return  -> reject }`);
    const verdicts = [22, 23, 24, 25, 100].map((port) => world.verdict({ port }));
    expect(verdicts).toEqual(["drop", "pass", "accept", "reject", "drop"]);
  });

  test("what the host says to itself and neighbour discovery are let alone", () => {
    const world = policyWorld(rules("-> drop"));
    expect(world.verdict({ in: "lo" })).toBe("pass");
    expect(world.verdict({ in: "eth0" })).toBe("drop");
    const icmp = (type: number) =>
      ({
        from: "2001:db8::1",
        protocol: "icmp",
        port: undefined,
        icmp: { type, code: 0 },
      }) as const;
    expect(world.verdict(icmp(135))).toBe("pass");
    expect(world.verdict(icmp(128))).toBe("drop");
  });

  test("a limit lets its burst pass, then one for each time that a token takes", () => {
    const world = policyWorld(rules("new limit 2/s burst 3 -> accept  new -> drop"));
    const at = [0, 0, 0, 0, 499, 500, 500, 5000, 5000, 5000, 5000];
    expect(at.map((time) => world.verdict({ at: time }))).toEqual([
      ...["accept", "accept", "accept", "drop", "drop", "accept", "drop"],
      ...["accept", "accept", "accept", "drop"],
    ]);
  });

  test("over holds when there is no token, for each source apart", () => {
    const world = policyWorld(rules("new over 1/m burst 2 per source -> drop"));
    const from = ["198.51.100.1", "198.51.100.2", "2001:db8::1"];
    for (const source of from) {
      const verdicts = [0, 0, 0, 59_999, 60_000].map((at) => world.verdict({ from: source, at }));
      expect(verdicts).toEqual(["pass", "pass", "drop", "drop", "pass"]);
    }
  });

  test("open connections are those that the world counts", () => {
    let open = 0;
    const world = policyWorld(rules("new conns > 3 per source -> drop"), {
      connections: () => open,
    });
    const verdicts = [1, 3, 4].map((count) => {
      open = count;
      return world.verdict();
    });
    expect(verdicts).toEqual(["pass", "pass", "drop"]);
  });

  // facts/nftables.md, section 5.
  test.each([
    ["ports below 1024", 1, 1, 7],
    ["ports above", 2000, 1, 21],
    ["every third port, of both kinds", 1014, 3, 13],
  ])("a scan of %s is seen at the threshold", (_what, first, step, at) => {
    const world = policyWorld(rules("new scan -> drop"));
    const verdicts = Array.from({ length: at + 1 }, (_, index) =>
      world.verdict({ port: first + step * index, at: 100 * index }),
    );
    expect(verdicts.indexOf("drop")).toBe(at - 1);
  });

  test("a packet told to be watched says which rules it met and why it did not meet the others", () => {
    const steps: unknown[] = [];
    const world = policyWorld(rules('tcp/23 -> drop\nnew -> log "x", add source to l'), {
      watch: (step) => void steps.push(step),
    });
    world.send();
    expect(steps).toMatchInlineSnapshot(`
      [
        {
          "because": "iifname "lo"",
          "kind": "missed",
          "rule": undefined,
        },
        {
          "because": "icmpv6 type { nd-router-solicit, nd-router-advert, nd-neighbor-solicit, nd-neighbor-advert, nd-redirect }",
          "kind": "missed",
          "rule": undefined,
        },
        {
          "because": "policy.sbn:1: tcp dport 23",
          "kind": "missed",
          "rule": undefined,
        },
        {
          "because": "ct state invalid,established,related,untracked",
          "kind": "missed",
          "rule": undefined,
        },
        {
          "did": [
            "policy.sbn:2: log prefix "x "",
            "policy.sbn:2: update @list_l_4 { ip saddr timeout 10s }",
          ],
          "kind": "fired",
          "rule": undefined,
        },
        {
          "because": "policy.sbn:2: meta nfproto ipv6",
          "kind": "missed",
          "rule": undefined,
        },
      ]
    `);
  });
});
