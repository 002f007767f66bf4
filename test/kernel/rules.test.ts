import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { address, type Attempt, describeOnKernel, hasProgram, type Lab, openLab } from "./netns.js";
import { deviations, listed, nftText, pause, sources, sources6, start } from "./policy.js";

describeOnKernel("rules", () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await openLab();
  });
  afterAll(() => lab.close());

  test("several actions happen together, on one draw", { timeout: 60_000 }, async () => {
    await start(
      lab,
      `policy p list a timeout 1h list b timeout 1h
       chain c hook input { new tcp/23 50% -> log "x", add source to a, add source to b, drop }`,
    );
    for (const [family, of] of [
      [4, sources(2000)],
      [6, sources6(2000)],
    ] as const) {
      const verdicts = await lab.attempt(of.map((from) => ({ from, port: 23 })));
      const silent = of.filter((_, index) => verdicts[index] === "silent");
      expect(Math.abs(deviations(silent.length, of.length, 0.5))).toBeLessThan(4.5);
      expect(await listed(lab, "a", family)).toEqual([...silent].sort());
      expect(await listed(lab, "b", family)).toEqual([...silent].sort());
    }
  });

  describe("`return` behind other actions goes back to where the chain was called", () => {
    const outer = `
      chain outer { new tcp/23 50% -> add source to a, add source to b, return
                    new -> add source to rest }`;
    const lists =
      "policy p list a timeout 1h list b timeout 1h list rest timeout 1h list after timeout 1h";
    test.each([
      [
        "from a chain below",
        `${lists} chain c hook input { -> jump outer  new -> add source to after } ${outer}`,
      ],
      [
        "from a chain two below",
        `${lists} chain c hook input { -> jump middle  new -> add source to after }
         chain middle { -> jump outer } ${outer}`,
      ],
      [
        "from a hooked chain, which it ends alone",
        `${lists} ${outer.replace("outer", "outer hook input")} chain c hook input { new -> add source to after }`,
      ],
      [
        "from the last hooked chain",
        `${lists} chain c hook input { new -> add source to after } ${outer.replace("outer", "outer hook input")}`,
      ],
    ])("%s", async (_where, policy) => {
      await start(lab, policy);
      const of = sources(600);
      const verdicts = await lab.attempt(of.map((from) => ({ from, port: 23 })));
      expect(new Set(verdicts)).toEqual(new Set(["refused"]));
      const drawn = await listed(lab, "a");
      expect(Math.abs(deviations(drawn.length, of.length, 0.5))).toBeLessThan(4.5);
      expect(await listed(lab, "b")).toEqual(drawn);
      expect(await listed(lab, "rest")).toEqual(of.filter((one) => !drawn.includes(one)).sort());
      expect(await listed(lab, "after")).toEqual([...of].sort());
    });
  });

  test("of many rules for ports, a packet meets the one for its own", async () => {
    const ports = Array.from({ length: 20 }, (_, index) => 1000 + index);
    const policy = `policy p\n${ports
      .map((port) => `list l${String(port)} timeout 1h`)
      .join(" ")} list rest timeout 1h
      chain c hook input {
        ${ports.map((port) => `new tcp/${String(port)} -> add source to l${String(port)}`).join("\n")}
        new tcp/1005 -> drop
        new tcp/1000-1100 -> add source to rest
        established -> accept
      }`;
    expect(nftText(policy)).toContain("vmap");
    await start(lab, policy);
    const from = (port: number): string => `198.18.0.${String(port - 999)}`;
    const tried = [...ports, 1050];
    const verdicts = await lab.attempt(tried.map((port) => ({ from: from(port), port })));
    expect(verdicts).toEqual(tried.map((port) => (port === 1005 ? "silent" : "refused")));
    for (const port of ports) expect(await listed(lab, `l${String(port)}`)).toEqual([from(port)]);
    const kept = tried.filter((port) => port !== 1005);
    expect(await listed(lab, "rest")).toEqual(kept.map(from).sort());
  });

  test("several chains on one hook act as one, in their order", async () => {
    await start(
      lab,
      `policy p interface wan { nftables wan0 } interface other { nftables eth9 }
       list one timeout 1h list two timeout 1h list three timeout 1h list never timeout 1h
       chain first hook input in wan { tcp/1 -> return  tcp/2 -> accept  new -> add source to one }
       chain absent hook input in other { new -> add source to never }
       chain second hook input { tcp/3 -> return  new -> add source to two }
       chain third hook input { new -> add source to three }`,
    );
    await lab.attempt([1, 2, 3, 4].map((port) => ({ from: `198.18.0.${String(port)}`, port })));
    expect(await listed(lab, "one")).toEqual(["198.18.0.3", "198.18.0.4"]);
    expect(await listed(lab, "two")).toEqual(["198.18.0.1", "198.18.0.4"]);
    expect(await listed(lab, "three")).toEqual(["198.18.0.1", "198.18.0.3", "198.18.0.4"]);
    expect(await listed(lab, "never")).toEqual([]);
  });

  describe("services, plain and negated, over IPv4 and IPv6", () => {
    const probes: readonly { readonly protocol: "tcp" | "udp"; readonly port: number }[] = [
      { protocol: "tcp", port: 22 },
      { protocol: "tcp", port: 53 },
      { protocol: "tcp", port: 85 },
      { protocol: "udp", port: 22 },
      { protocol: "udp", port: 53 },
      { protocol: "udp", port: 505 },
    ];
    test.each([
      ["tcp", ["tcp/22", "tcp/53", "tcp/85"]],
      ["udp", ["udp/22", "udp/53", "udp/505"]],
      ["tcp/22", ["tcp/22"]],
      ["tcp/{22,80-90}", ["tcp/22", "tcp/85"]],
      ["tcp/0-65535", ["tcp/22", "tcp/53", "tcp/85"]],
      ["dns", ["tcp/53", "udp/53"]],
      ["tcp/22,udp/500-510", ["tcp/22", "udp/505"]],
      ["tcp/22,udp/{53,505}", ["tcp/22", "udp/53", "udp/505"]],
      ["udp,tcp/85", ["tcp/85", "udp/22", "udp/53", "udp/505"]],
      ["icmp,tcp/22", ["tcp/22"]],
      ["proto gre", []],
    ] as const)("%s", async (service, inside) => {
      await start(
        lab,
        `policy p list yes timeout 1h list no timeout 1h
         chain c hook input { new ${service} -> add source to yes  new !${service} -> add source to no }`,
      );
      const attempts: Attempt[] = probes.flatMap((probe, index) => [
        { ...probe, from: `198.18.0.${String(index + 1)}` },
        { ...probe, from: `2001:db8:a::${String(index + 1)}` },
      ]);
      await lab.attempt(attempts, 150);
      const names = (within: boolean, prefix: string): readonly string[] =>
        probes.flatMap(({ protocol, port }, index) => {
          const listedInside = (inside as readonly string[]).includes(
            `${protocol}/${String(port)}`,
          );
          return listedInside === within ? [`${prefix}${String(index + 1)}`] : [];
        });
      expect(await listed(lab, "yes", 4)).toEqual(names(true, "198.18.0."));
      expect(await listed(lab, "no", 4)).toEqual(names(false, "198.18.0."));
      expect(await listed(lab, "yes", 6)).toEqual(names(true, "2001:db8:a::"));
      expect(await listed(lab, "no", 6)).toEqual(names(false, "2001:db8:a::"));
    });

    const bare = "a negated service holds for ICMP and bare protocols, however short the packet";
    test.skipIf(!hasProgram("hping3"))(bare, async () => {
      await start(
        lab,
        `policy p list yes timeout 1h list no timeout 1h list ping timeout 1h
         chain c hook input {
           new tcp/22,udp/53 -> add source to yes
           new !tcp/22,udp/53 -> add source to no
           new icmp -> add source to ping
         }`,
      );
      const hping = ["-c", "1", "-q", "-a"];
      const to = address.defender.ipv4;
      await lab.run("attacker", "hping3", "--icmp", ...hping, "198.18.0.1", to).catch(() => "");
      const gre = ["--rawip", "--ipproto", "47", "-d", "0"];
      await lab.run("attacker", "hping3", ...gre, ...hping, "198.18.0.2", to).catch(() => "");
      expect(await listed(lab, "yes")).toEqual([]);
      expect(await listed(lab, "no")).toEqual(["198.18.0.1", "198.18.0.2"]);
      expect(await listed(lab, "ping")).toEqual(["198.18.0.1"]);
    });

    test("a draw for a negated service is one draw", { timeout: 60_000 }, async () => {
      await start(
        lab,
        `policy p list l timeout 1h chain c hook input { new !tcp/22,udp/53 50% -> add source to l }`,
      );
      const of = sources(2000);
      await lab.attempt(of.map((from) => ({ from, port: 80 })));
      expect(Math.abs(deviations((await listed(lab, "l")).length, of.length, 0.5))).toBeLessThan(
        4.5,
      );
    });
  });

  test("a chain for one family leaves the other alone", async () => {
    await start(
      lab,
      `policy p list l timeout 1h
       chain c hook input family ipv4 { tcp/1 -> drop  new -> add source to l }
       chain d hook input { from 2001:db8:a::/64 tcp/2 -> drop  from !198.18.0.0/24 tcp/3 -> drop }`,
    );
    const four = "198.18.0.1";
    const six = "2001:db8:a::1";
    const on = (from: string) => [1, 2, 3].map((port) => ({ from, port }));
    expect(await lab.attempt(on(four))).toEqual(["silent", "refused", "refused"]);
    expect(await lab.attempt(on(six))).toEqual(["refused", "silent", "refused"]);
    expect(await lab.attempt(on("198.18.1.1"))).toEqual(["silent", "refused", "silent"]);
    expect(await listed(lab, "l", 4)).toEqual(["198.18.0.1", "198.18.1.1"]);
    expect(await listed(lab, "l", 6)).toEqual([]);
  });

  test("a policy for one family leaves the other alone", async () => {
    await start(lab, `policy p family ipv4 chain c hook input { tcp/1 -> drop }`);
    const verdicts = await lab.attempt([
      { from: "198.18.0.1", port: 1 },
      { from: "2001:db8:a::1", port: 1 },
    ]);
    expect(verdicts).toEqual(["silent", "refused"]);
  });

  test("destinations, at the output hook", async () => {
    await start(
      lab,
      `policy p list to_them timeout 1h
       chain c hook output { to 198.18.0.9 -> drop  new tcp/22 -> add destination to to_them  to to_them tcp/23 -> drop }`,
    );
    const reach = (to: string, port: number) => lab.attemptFromInside([{ to, port }]);
    expect(await reach("198.18.0.9", 80)).toEqual(["silent"]);
    expect(await reach("198.18.0.8", 22)).toEqual(["refused"]);
    expect(await reach("198.18.0.8", 23)).toEqual(["silent"]);
    expect(await reach("198.18.0.7", 23)).toEqual(["refused"]);
    expect(await reach("2001:db8:a::8", 22)).toEqual(["refused"]);
    expect(await reach("2001:db8:a::8", 23)).toEqual(["silent"]);
    expect(await listed(lab, "to_them")).toEqual(["198.18.0.8"]);
  });

  test("what passes through, at the forward hook, by its interfaces", async () => {
    await start(
      lab,
      `policy p interface wan { nftables "wan*" } interface lan { nftables eth9, lan0 }
       list passed timeout 1h list back timeout 1h list never timeout 1h
       chain c hook forward in wan {
         out lan tcp/23 -> drop
         new out lan -> add source to passed
         in !wan -> add source to never
         out !lan -> add source to never
       }
       chain d hook forward in lan out wan { -> add source to back }
       chain e hook input { tcp/24 -> drop }`,
    );
    const through = ["198.18.0.1", "2001:db8:a::1"].flatMap((from) =>
      [22, 23, 24].map((port) => ({ from, port, at: "inside" as const })),
    );
    const one = ["refused", "silent", "refused"];
    expect(await lab.attempt(through)).toEqual([...one, ...one]);
    expect(await lab.attempt([{ from: "198.18.0.2", port: 23 }])).toEqual(["refused"]);
    expect(await listed(lab, "passed", 4)).toEqual(["198.18.0.1"]);
    expect(await listed(lab, "passed", 6)).toEqual(["2001:db8:a::1"]);
    expect(await listed(lab, "back", 4)).toEqual([address.inside.ipv4]);
    expect(await listed(lab, "back", 6)).toEqual([address.inside.ipv6]);
    expect([...(await listed(lab, "never", 4)), ...(await listed(lab, "never", 6))]).toEqual([]);
  });

  test("states: a connection's later packets are not new, and a policy can cut it", async () => {
    await start(
      lab,
      `policy p list fresh timeout 1h list known timeout 1h
       chain c hook input { new -> add source to fresh  established -> add source to known }`,
    );
    await lab.listen("defender", 7000);
    expect(await lab.attempt([{ from: "198.18.0.1", port: 7000 }])).toEqual(["accepted"]);
    expect(await lab.attempt([{ from: "198.18.0.2", port: 7001 }])).toEqual(["refused"]);
    await pause(100);
    expect(await listed(lab, "fresh")).toEqual(["198.18.0.1", "198.18.0.2"]);
    expect(await listed(lab, "known")).toEqual(["198.18.0.1"]);
  });

  describe("neighbour discovery", () => {
    const neighbours = async (text: string): Promise<string> => {
      await lab.load(`flush ruleset\n${text}`);
      for (const host of ["attacker", "defender"] as const) {
        await lab.run(host, "ip", "-6", "neighbour", "flush", "all");
      }
      await lab.attempt([{ from: address.attacker.ipv6, port: 22 }], 1200);
      return lab.run("attacker", "ip", "-6", "neighbour", "show", address.defender.ipv6);
    };
    const policy = `policy p list all timeout 1h
      chain c hook input { -> add source to all  from all -> drop  -> drop }
      chain d hook output { -> add source to all  from all -> drop  -> drop }`;

    test("goes on under a policy that drops all there is, and lists nobody", async () => {
      const text = nftText(policy);
      expect(await neighbours(text)).toMatch(/lladdr/u);
      expect(await listed(lab, "all", 6)).toEqual([address.attacker.ipv6]);
    });

    test("would not, but for the rule that spares it", async () => {
      const text = nftText(policy).replace(/^.*nd-neighbor.*$/gmu, "");
      expect(await neighbours(text)).not.toMatch(/lladdr/u);
    });
  });
});
