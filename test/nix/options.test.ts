import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { helperLines } from "../../targets/nftables/index.js";
import { address, describeOnKernel, type Lab, link, openLab } from "../kernel/netns.js";
import { nftText } from "../kernel/policy.js";
import {
  describeWithNix,
  evaluateModule,
  type Generation,
  nixModule,
  withNames,
} from "./evaluate.js";

const policy = `
  policy p
  interface wan { nftables ${link.wan} }
  list office { 192.168.88.0/24 }
  ladder l hook input in wan {
    exempt office
    rungs one 1m
    bin bin 1h early log "out" -> drop
    trap telnet
    odds ssh 50%
  }`;

const module = nixModule(policy);

const using = (settings: string): Generation =>
  evaluateModule(module, `{ lib, ... }: { services.sinbin.p = { ${settings} }; }`);

const plain = (text: string): string =>
  text
    .replace(/^\s+/gmu, "")
    .replace(/^#.*\n/gmu, "")
    .trim();

describeWithNix("the options of a NixOS module", () => {
  test("enable = false asks for nothing", () => {
    const { rules, deletions, services, packages, etc } = using("enable = false;");
    expect({ rules, deletions, services, packages, etc }).toEqual({
      rules: "",
      deletions: "",
      services: {},
      packages: [],
      etc: {},
    });
  });

  test("interfaces take the place of the policy's own spelling", () => {
    const said = nftText(policy.replace(link.wan, 'ppp0, "wg*"'));
    const { rules } = using('interfaces.wan = [ "ppp0" "wg*" ];');
    expect(plain(said)).toContain(plain(withNames(rules)));
  });

  test("an interface without a name is told, and so is one that the policy does not have", () => {
    expect(using("interfaces.wan = [ ];").failed).toEqual([
      "services.sinbin: the policy p watches the interface wan, but interfaces.wan names none.",
    ]);
    expect(() => using('interfaces.lan = [ "eth1" ];')).toThrow(
      /option `services\.sinbin\.p\.interfaces\.lan' does not exist/u,
    );
  });

  test("trial is what compile --trial says, to the letter", () => {
    const trial = evaluateModule(nixModule(policy, undefined, true));
    const switched = using("trial = true;");
    expect(plain(switched.rules)).toBe(plain(trial.rules));
    expect(switched.rules).not.toMatch(/drop/u);
    expect(using("").rules).toMatch(/drop/u);
    expect(switched.warnings).toEqual([]);
  });

  test("a trial of what has no ladder, and a policy compiled as a trial, say so", () => {
    const text = "policy p list bin timeout 1h chain c hook input { from bin -> drop }";
    const trial = "{ services.sinbin.p.trial = true; }";
    expect(evaluateModule(nixModule(text), trial).warnings).toEqual([
      "services.sinbin: trial changes nothing of the policy p: it has no ladder, and its drops drop.",
    ]);
    const only = nixModule(policy, undefined, true);
    expect(evaluateModule(only).failed).toEqual([]);
    expect(evaluateModule(only, "{ services.sinbin.p.trial = false; }").failed).toEqual([
      expect.stringContaining("was compiled with --trial"),
    ]);
  });

  describe("persist", () => {
    test("on, restores behind nftables and saves before it stops", () => {
      const { services, timers } = using("");
      expect(Object.keys(services)).toEqual(["sinbin-p", "sinbin-p-save"]);
      expect(Object.keys(timers)).toEqual(["sinbin-p-save"]);
      expect(services["sinbin-p"]?.after).toEqual(["nftables.service"]);
      expect(services["sinbin-p"]?.serviceConfig).toMatchObject({
        ExecStart: "/nix/store/sinbin/bin/sinbin restore p",
        ExecStop: "/nix/store/sinbin/bin/sinbin save p",
        RemainAfterExit: true,
        StateDirectory: "sinbin",
      });
    });

    test("off, leaves no unit", () => {
      const { services, timers } = using("persist = false;");
      expect({ services, timers }).toEqual({ services: {}, timers: {} });
    });
  });

  test.each(
    [true, false].flatMap((persist) => [true, false].map((firewall) => ({ persist, firewall }))),
  )("%j is a whole configuration", ({ persist, firewall }) => {
    const settings = `{ networking.firewall.enable = ${String(firewall)}; services.sinbin.p = { persist = ${String(persist)}; closedPorts.enable = true; }; }`;
    const { failed, warnings, rules, services } = evaluateModule(module, settings);
    expect({ failed, warnings }).toEqual({ failed: [], warnings: [] });
    expect(rules).toContain("chain closed_ports");
    expect("sinbin-p" in services).toBe(persist);
  });

  test("the command and what it knows come along", () => {
    const { packages, etc } = using("");
    expect(packages).toEqual([
      {
        name: "sinbin",
        destination: "/bin/sinbin",
        executable: true,
        text: [...helperLines, ""].join("\n"),
      },
    ]);
    expect(etc["sinbin/p.nft"]?.text).toMatch(/^#@ table sinbin_p$/mu);
    expect(etc["sinbin/p.nft"]?.text).toMatch(/^#@ loader nftables\.service$/mu);
  });

  describe("what would be nft's own is refused by its type", () => {
    test.each([
      ['interfaces.wan = [ "eth0\\" }; drop" ];', /interfaces\.wan' is not of type/u],
      ['interfaces.wan = [ "" ];', /interfaces\.wan' is not of type/u],
      ['interfaces.wan = [ "sixteen-letters-" ];', /interfaces\.wan' is not of type/u],
      ['interfaces.wan = [ "a*b" ];', /interfaces\.wan' is not of type/u],
      ['allow = [ "192.0.2.1 }" ];', /allow' is not of type/u],
      ['allow = [ "192.0.2.256" ];', /allow' is not of type/u],
      ['allow = [ "0.0.0.0/0" ];', /allow' is not of type/u],
      ['allow = [ "::/0" ];', /allow' is not of type/u],
      ['allow = [ "example.org" ];', /allow' is not of type/u],
      ["closedPorts = { enable = true; except = [ 65536 ]; };", /except' is not of type/u],
      ['trial = "yes";', /trial' is not of type/u],
    ])("%s", (settings, message) => {
      expect(() => using(settings)).toThrow(message);
    });
  });

  test("closed ports need a bin", () => {
    const text = "policy p chain c hook input { tcp/23 -> drop }";
    const settings = "{ services.sinbin.p.closedPorts.enable = true; }";
    expect(evaluateModule(nixModule(text), settings).failed).toEqual([
      expect.stringContaining("no bin to put anybody into"),
    ]);
  });
});

describeWithNix("with its options set", () => {
  describeOnKernel("on the kernel", () => {
    let lab: Lab;
    beforeAll(async () => {
      lab = await openLab();
      await lab.listen("defender", 8080);
      await lab.listen("defender", 5432);
    });
    afterAll(() => lab.close());
    beforeEach(() => lab.load("flush ruleset\n"));

    const [from, friend] = ["198.18.0.1", "198.18.0.7"];
    const [from6, friend6] = ["2001:db8:a::1", "2001:db8:a::7"];

    const load = (settings: string, more = ""): Promise<void> =>
      lab.load(
        evaluateModule(module, `{ lib, ... }: { services.sinbin.p = { ${settings} }; ${more} }`)
          .text,
      );
    const verdicts = (attempts: readonly (readonly [string, number])[]) =>
      lab.inTurn(attempts.map(([source, port]) => ({ from: source, port })));

    test("those in allow are never looked at", async () => {
      await load(`allow = [ "${friend}" "198.18.0.0/29" "2001:db8:a::7" ];`);
      expect(
        await verdicts([
          [friend, 23],
          [friend6, 23],
          [friend, 80],
          [friend6, 80],
          [from6, 23],
          [from6, 80],
        ]),
      ).toEqual(["refused", "refused", "refused", "refused", "silent", "silent"]);
      expect(await lab.members("sinbin_p", "list_bin_4")).toEqual([]);
      // Taken back, the entry counts no more.
      await load("");
      expect(await verdicts([[friend, 23]])).toEqual(["silent"]);
    });

    test("a trial lists whom it would drop, and drops nobody", async () => {
      await load("trial = true; closedPorts.enable = true;");
      expect(
        await verdicts([
          [from, 23],
          [from, 80],
          [from6, 9],
        ]),
      ).toEqual(["refused", "refused", "refused"]);
      expect((await lab.members("sinbin_p", "list_bin_4")).map((m) => m.address)).toEqual([from]);
      expect((await lab.members("sinbin_p", "list_bin_6")).map((m) => m.address)).toEqual([from6]);
    });

    describe.each([
      [
        "with networking.firewall on nftables",
        "networking.firewall = { enable = true; allowedTCPPorts = [ 443 ]; allowedTCPPortRanges = [ { from = 600; to = 610; } ]; interfaces.lan0.allowedTCPPorts = [ 631 ]; };",
        [443, 605, 631],
      ],
      ["with plain nftables", "services.sinbin.p.closedPorts.except = [ 443 ];", [443]],
    ])("a closed port is a trap %s", (_how, more, open) => {
      const enabled = `closedPorts.enable = true;`;

      test("over both families, and nothing of it touches an open one", async () => {
        await load(enabled, more);
        const touching = [8080, ...open].flatMap((port): [string, number][] => [
          [from, port],
          [from6, port],
        ]);
        const expected = touching.map(([, port]) => (port === 8080 ? "accepted" : "refused"));
        expect(await verdicts(touching)).toEqual(expected);
        expect(await lab.members("sinbin_p", "list_bin_4")).toEqual([]);
        expect(
          await verdicts([
            [from, 9],
            [from6, 9],
            [from, 8080],
            [from6, 8080],
            [friend, 8080],
          ]),
        ).toEqual(["silent", "silent", "silent", "silent", "accepted"]);
        expect((await lab.members("sinbin_p", "list_bin_4"))[0]?.timeout).toBe(3600);
      });

      test("but not for the exempt, for the allowed, from elsewhere or for the host itself", async () => {
        await load(`${enabled} allow = [ "${friend}" ];`, more);
        expect(
          await verdicts([
            ["192.168.88.9", 9],
            [friend, 9],
          ]),
        ).toEqual(["refused", "refused"]);
        const own = [
          { to: "127.0.0.1", port: 9 },
          { to: address.defender.ipv4, port: 9 },
        ];
        expect(await lab.attemptFromInside(own)).toEqual(["refused", "refused"]);
        await load(`${enabled} closedPorts.interfaces = [ "${link.lan}" ];`, more);
        expect(await verdicts([[from, 9]])).toEqual(["refused"]);
        expect(await lab.members("sinbin_p", "list_bin_4")).toEqual([]);
      });

      test("and answers to the host's own connections are none", async () => {
        await load(enabled, more);
        await lab.listen("attacker", open[0] === 443 && open.length > 1 ? 2201 : 2202);
        const targets = [2201, 2202, 9].map((port) => ({ to: from, port }));
        await lab.attemptFromInside(targets);
        await lab.attempt([{ from, port: 9, protocol: "udp" }]);
        expect(await lab.members("sinbin_p", "list_bin_4")).toEqual([]);
      });
    });

    /** What NixOS makes of `networking.firewall` on nftables: its chains, their order and their ends. */
    const nixosFirewall = `
      chain rpfilter {
        type filter hook prerouting priority mangle + 10; policy drop;
        fib saddr . mark . iif oif exists accept
      }
      chain input {
        type filter hook input priority filter; policy drop;
        iifname { "lo" } accept
        ct state vmap { invalid : drop, established : accept, related : accept, new : jump input-allow, untracked : jump input-allow }
        tcp flags & (fin | syn | rst | ack) == syn log level info prefix "refused connection: "
      }
      chain input-allow {
        tcp dport { 443, 8080 } accept
        icmp type echo-request accept
        icmpv6 type != { nd-redirect, 139 } accept
        ip saddr ${friend} tcp dport { 5432, 7000 } accept
      }`;
    const plainFirewall = `
      chain incoming {
        type filter hook input priority 0; policy drop;
        iif lo accept
        ct state established,related accept
        icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert } accept
        tcp dport { 443, 8080 } accept
        ip saddr ${friend} tcp dport { 5432, 7000 } accept
      }`;

    test.each([
      [
        "networking.firewall",
        "networking.firewall = { enable = true; allowedTCPPorts = [ 443 8080 ]; };",
        nixosFirewall,
      ],
      ["rules of one's own", "services.sinbin.p.closedPorts.except = [ 443 ];", plainFirewall],
    ])("closed ports stand beside %s that drop the rest", async (_how, more, content) => {
      const table = `networking.nftables.tables.host = { family = "inet"; content = ''${content}
''; };`;
      await load("closedPorts.enable = true;", `${more} ${table}`);
      expect(
        await verdicts([
          // Open, and nobody listens; open; open to a friend alone; shut before one who listens.
          [from, 443],
          [from, 8080],
          [friend, 5432],
          [from, 5432],
        ]),
      ).toEqual(["refused", "accepted", "accepted", "silent"]);
      expect(await lab.members("sinbin_p", "list_bin_4")).toEqual([]);
      expect(
        await verdicts([
          [from, 9],
          [from, 8080],
          [from6, 9],
          [from6, 8080],
          [friend, 8080],
        ]),
      ).toEqual(["silent", "silent", "silent", "silent", "accepted"]);
      expect((await lab.members("sinbin_p", "list_bin_4")).map((m) => m.address)).toEqual([from]);
    });
  });
});
