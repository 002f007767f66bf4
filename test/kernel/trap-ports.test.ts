import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { describeOnKernel, type Lab, link, openLab } from "./netns.js";
import { sources, sources6, start } from "./policy.js";

const ports = [21, 23, 53, 111, 135, 137, 138, 139, 445, 1433, 25565, 5432, 3389, 3306, 27019];

const beginning = `
policy traps
interface wan { nftables ${link.wan} }
list allow { 192.168.88.0/24, 2001:db8:1::/48 }
service bait = tcp/{${ports.join(",")}}`;

/** Ten days out for whoever touches a port that nobody has business on. */
const policies = {
  ladder: `${beginning}
ladder baited hook input in wan {
  exempt allow
  bin    trapped 10d log "trapped" -> drop
  trap   bait
}`,
  chains: `${beginning}
list trapped timeout 10d
chain entry hook input in wan {
  from !allow -> jump baited
}
chain baited {
  from trapped -> drop
  new bait     -> log "trapped", add source to trapped, drop
}`,
};

describeOnKernel("trap ports", () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await openLab();
  });
  afterAll(() => lab.close());

  describe.each(Object.entries(policies))("as %s", (_form, policy) => {
    test("one touch and one is out, with one line in the log", async () => {
      await start(lab, policy);
      const touching = [...sources(ports.length), ...sources6(ports.length)].map((from, index) => ({
        from,
        port: ports[index % ports.length]!,
      }));
      const onHttps = touching.map(({ from }) => ({ from, port: 443 }));
      const all = (verdict: string) => new Set([verdict]);
      expect(new Set(await lab.attempt(onHttps))).toEqual(all("refused"));
      expect(new Set(await lab.attempt(touching))).toEqual(all("silent"));
      expect(new Set(await lab.attempt(onHttps))).toEqual(all("silent"));
      expect(new Set(await lab.attempt(touching))).toEqual(all("silent"));
      for (const digit of ["4", "6"]) {
        const members = await lab.members("sinbin_traps", `list_trapped_${digit}`);
        expect(members).toHaveLength(ports.length);
        for (const { timeout, expires } of members) {
          expect(timeout).toBe(864_000);
          expect(expires).toBeGreaterThan(864_000 - 20);
        }
      }
      const chains = await lab.run("defender", "nft", "list", "table", "inet", "sinbin_traps");
      const logged = [
        ...chains.matchAll(/counter packets (\d+) bytes \d+ log prefix "trapped "/gu),
      ];
      expect(logged.map(([, packets]) => Number(packets))).toEqual([ports.length, ports.length]);
    });

    test("the allowed may touch what they like", async () => {
      await start(lab, policy);
      const attempts = ["192.168.88.7", "2001:db8:1::7"].flatMap((from) =>
        ports.map((port) => ({ from, port })),
      );
      expect(new Set(await lab.attempt(attempts))).toEqual(new Set(["refused"]));
      expect(await lab.members("sinbin_traps", "list_trapped_4")).toEqual([]);
    });

    test("other interfaces are not watched", async () => {
      await start(lab, policy.replace(link.wan, "eth9"));
      expect(await lab.attempt([{ from: "198.18.0.1", port: 23 }])).toEqual(["refused"]);
    });
  });
});
