import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { address, describeOnKernel, hasProgram, type Lab, openLab } from "./netns.js";
import { packetsAt, start } from "./policy.js";

describeOnKernel("verdicts", () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await openLab();
  });
  afterAll(() => lab.close());

  const from = "198.18.0.1";
  const from6 = "2001:db8:a::1";

  describe.skipIf(!hasProgram("hping3"))("what a refused sender hears", () => {
    const answer = (...args: readonly string[]): Promise<string> => {
      const command = ["hping3", "-c", "1", "-V", ...args, address.defender.ipv4].join(" ");
      return lab.run("attacker", "sh", "-c", `${command} 2>&1; true`);
    };

    test.each(["input", "prerouting"])("at %s", async (hook) => {
      await start(
        lab,
        `policy p chain c hook ${hook} {
           tcp/1 -> reject with tcp-reset
           tcp/2 -> reject
           tcp/3 -> reject with admin-prohibited
           tcp/4, udp/4 -> reject with tcp-reset else reject with host-unreachable
           tcp/5, udp/5 -> tarpit else reject with no-route
           tcp/6 -> tarpit else drop
         }`,
      );
      const syn = (port: number): Promise<string> => answer("-S", "-p", String(port));
      expect(await syn(1)).toMatch(/flags=RA/u);
      expect(await syn(2)).toMatch(/ICMP Port Unreachable/iu);
      expect(await syn(3)).toMatch(
        /ICMP Packet filtered|ICMP .*prohibited|type=3.*code=13|filtered/iu,
      );
      expect(await syn(4)).toMatch(/flags=RA/u);
      expect(await answer("--udp", "-p", "4")).toMatch(/ICMP Host Unreachable/iu);
      expect(await syn(5)).toMatch(/ICMP Network Unreachable/iu);
      expect(await answer("--udp", "-p", "5")).toMatch(/ICMP Network Unreachable/iu);
      expect(await syn(6)).toMatch(/100% packet loss/u);
    });
  });

  // A datagram's sender is told at once; Linux goes on trying to open a TCP connection.
  test("IPv6 senders hear it too", async () => {
    await start(
      lab,
      `policy p chain c hook input {
         tcp/1 -> reject with tcp-reset
         udp/2 -> reject
         udp/3 -> reject with admin-prohibited
         udp/4 -> tarpit else drop
       }`,
    );
    const datagrams = [2, 3, 4].map((port) => ({ from: from6, port, protocol: "udp" }) as const);
    expect(await lab.attempt([{ from: from6, port: 1 }, ...datagrams])).toEqual([
      "refused",
      "refused",
      "unreachable",
      "silent",
    ]);
  });

  test("one of two answers on one draw", async () => {
    await start(
      lab,
      `policy p list l timeout 1h chain c hook input {
         tcp/1, udp/1 99.9999% -> add source to l, reject with tcp-reset else drop
       }`,
    );
    const verdicts = await lab.attempt([
      { from, port: 1 },
      { from, port: 1, protocol: "udp" },
    ]);
    expect(verdicts).toEqual(["refused", "silent"]);
  });

  test("before connection tracking a packet leaves no connection behind", async () => {
    await start(
      lab,
      `policy p list bad { 198.18.0.1, ${from6} } list one timeout 1h
       chain early hook prerouting {
         tcp/9 -> accept
         from bad -> drop
         tcp/8 -> add source to one
       }
       chain c hook input { tcp/9 -> drop  new from one -> count }`,
    );
    const on = (port: number) => [from, from6, "198.18.0.2"].map((one) => ({ from: one, port }));
    expect(await lab.attempt(on(80))).toEqual(["silent", "silent", "refused"]);
    expect(await lab.attempt(on(9))).toEqual(["silent", "silent", "silent"]);
    expect(await lab.attempt(on(8))).toEqual(["silent", "silent", "refused"]);
  });

  test("an early bin drops there, and spares the same people", async () => {
    await start(
      lab,
      `policy p list trusted { 198.18.0.7 }
ladder l hook input {
  exempt trusted
  bin bin 4h early
  trap telnet
}`,
    );
    const of = [from, from6, "198.18.0.7"];
    const on = (port: number) => of.map((one) => ({ from: one, port }));
    expect(await lab.attempt(on(23))).toEqual(["silent", "silent", "refused"]);
    const before = await packetsAt(lab, 4);
    expect(await lab.attempt(on(80))).toEqual(["silent", "silent", "refused"]);
    const table = await lab.run(
      "defender",
      "nft",
      "list",
      "chain",
      "inet",
      "sinbin_p",
      "prerouting",
    );
    const dropped = [...table.matchAll(/counter packets (\d+) bytes \d+ drop/gu)];
    expect(dropped.reduce((sum, [, packets]) => sum + Number(packets), 0)).toBeGreaterThanOrEqual(
      2,
    );
    expect(await packetsAt(lab, 4)).toBeGreaterThan(before);
  });

  test("a chain placed last comes after the tables of others, one placed first before them", async () => {
    await start(
      lab,
      `policy p list seen timeout 1h
       chain a hook input { tcp/1 -> drop }
       chain b hook input place last { tcp/1 -> count  new -> add source to seen }`,
    );
    await lab.load(`table inet other {
  chain input {
    type filter hook input priority filter; policy accept;
    tcp dport { 1, 2 } counter drop
  }
}
`);
    expect(
      await lab.attempt([1, 2, 3].map((port) => ({ from: `198.18.0.${port}`, port }))),
    ).toEqual(["silent", "silent", "refused"]);
    const other = await lab.run("defender", "nft", "list", "table", "inet", "other");
    expect(other).toMatch(/counter packets 1 /u);
    const members = await lab.members("sinbin_p", "list_seen_4");
    expect(members.map((member) => member.address)).toEqual(["198.18.0.3"]);
  });
});
