import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { address, describeOnKernel, hasProgram, type Lab, openLab } from "./netns.js";
import { packetsAt, start } from "./policy.js";

/** The rules stand on lines 2, 3, … so that their counters can be told apart. */
const counting = (rules: readonly string[], hook = "input"): string =>
  `policy p chain c hook ${hook} {\n${rules.map((rule) => `${rule} -> count\n`).join("")}}`;

describeOnKernel("conditions on one packet", () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await openLab();
  });
  afterAll(() => lab.close());

  const counts = async (rules: readonly string[]): Promise<readonly number[]> =>
    Promise.all(rules.map((_, index) => packetsAt(lab, index + 2)));

  /** One packet with hping3; no answer is no failure. */
  const send = (...args: readonly string[]): Promise<string> =>
    lab.run("attacker", "hping3", "-c", "1", "-q", ...args, address.defender.ipv4).catch(() => "");

  describe.skipIf(!hasProgram("hping3"))("with packets made by hand", () => {
    test("TCP flags, set and unset", async () => {
      const rules = [
        "flags syn !ack",
        "flags syn",
        "flags fin psh urg",
        "flags !fin !syn !rst !psh !ack !urg",
        "tcp/22, udp/53 flags syn fin",
        "!tcp/22 flags syn fin",
      ];
      await start(lab, counting(rules));
      await send("-S", "-p", "80");
      await send("-S", "-A", "-p", "80");
      await send("-F", "-P", "-U", "-p", "80");
      await send("-p", "80");
      await send("-S", "-F", "-p", "22");
      await send("-S", "-F", "-p", "23");
      await send("--udp", "-p", "53");
      expect(await counts(rules)).toEqual([3, 4, 1, 1, 1, 1]);
    });

    test("ICMP types and codes, plain and negated", async () => {
      const rules = [
        "icmp/echo-request",
        "icmp/8:0",
        "icmp/{3:4,timestamp-request}",
        "icmp/{8:3,13}",
        "!icmp/echo-request",
        "!icmp/8:3",
        "icmp",
      ];
      await start(lab, counting(rules));
      for (const [type, code] of [
        [8, 0],
        [8, 3],
        [13, 0],
      ]) {
        await send("--icmp", "-C", String(type), "-K", String(code), "--force-icmp");
      }
      await send("--udp", "-p", "53");
      expect(await counts(rules)).toEqual([2, 1, 1, 2, 2, 3, 3]);
    });

    test("the length counts the IP header, and both ends", async () => {
      const rules = ["length 100-200", "length 100", "length 0-99", "length 201-65535"];
      await start(lab, counting(rules));
      for (const payload of [71, 72, 172, 173]) {
        await send("--udp", "-p", "53", "-d", String(payload));
      }
      expect(await counts(rules)).toEqual([2, 1, 1, 1]);
    });
  });

  test("ICMPv6 has types of its own behind the same names, and no numbers of IPv4's", async () => {
    const rules = [
      "icmp/echo-request",
      "icmp/8",
      "!icmp/8",
      "!icmp/echo-request",
      "icmp length 100",
    ];
    await start(lab, counting(rules));
    await lab.attempt([{ from: "2001:db8:a::1", port: 53, protocol: "udp" }]);
    expect(await counts(rules)).toEqual([0, 0, 1, 1, 0]);
    // Perl is on every Debian; the kernel fills in the checksum.
    const echo =
      "use Socket qw(:DEFAULT inet_pton); socket(S, AF_INET6, SOCK_RAW, 58) or die; " +
      "send(S, pack('CCnnn', 128, 0, 0, 1, 1) . 'x' x 52, 0, pack_sockaddr_in6(0, inet_pton(AF_INET6, shift)));";
    await lab.run("attacker", "perl", "-e", echo, address.defender.ipv6);
    expect(await counts(rules)).toEqual([1, 0, 2, 1, 1]);
  });

  test.each(["input", "prerouting"])("the sender's MAC address, at %s", async (hook) => {
    const [cable] = JSON.parse(await lab.run("attacker", "ip", "-j", "link", "show", "out0")) as [
      { address: string },
    ];
    const rules = [
      `udp mac ${cable.address}`,
      `udp mac !${cable.address}`,
      "udp mac 02:00:00:00:00:01",
    ];
    await start(lab, counting(rules, hook));
    await lab.attempt([{ from: "198.18.0.1", port: 53, protocol: "udp" }]);
    expect(await counts(rules)).toEqual([1, 0, 0]);
  });

  test("another MAC address takes nothing of a limit, and is neither counted nor logged", async () => {
    const policy = (mac: string): string =>
      `policy p family ipv4 list seen timeout 1m chain c hook input {
        udp mac ${mac} limit 1/d burst 1 -> add source to seen
      }`;
    await start(lab, policy("02:00:00:00:00:01"));
    await lab.attempt([{ from: "198.18.0.1", port: 53, protocol: "udp" }]);
    expect(await packetsAt(lab, 2)).toBe(0);
  });
});
