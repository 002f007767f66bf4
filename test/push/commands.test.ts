import { describe, expect, test } from "vitest";
import { planDocument, standingDocument, statusDocument } from "../../src/cli/schemas.js";
import { printJson } from "../../targets/routeros/print-json.js";
import type { Lab } from "../../targets/routeros/lab/index.js";
import { type Run, run } from "../cli/fake-host.js";
import { linkTo, programOf, ruleMenus, within, withLab } from "./rig.js";

/** The commands beside plan and push, against a lab. */

const policy = `policy edge
list trusted { 127.0.0.0/8, ::1 }
ladder sincheck hook input {
  exempt trusted
  rungs  sin_1 1m
  bin    sinbin 4h -> drop
  odds   any 50%
}
`;

async function sinbinc(lab: Lab, ...args: readonly string[]): Promise<Run> {
  const device = ["-d", `routeros://admin@127.0.0.1:${lab.port}`];
  const setup = { files: { "edge.sbn": policy }, env: { SINBIN_PASSWORD: "" } };
  return run([...args, ...device], setup);
}

async function add(
  lab: Lab,
  path: string,
  attributes: Readonly<Record<string, string>>,
): Promise<void> {
  await within(linkTo(lab), async (session) => {
    const reply = await session.run({ path: `${path}/add`, attributes });
    if (!reply.ok) throw new Error(JSON.stringify(reply.trouble));
  });
}

const lists = ["/ip/firewall/address-list", "/ipv6/firewall/address-list"] as const;

function entries(lab: Lab, list: string): readonly (string | undefined)[] {
  return lists.flatMap((menu) =>
    lab
      .rows(menu)
      .filter((row) => row["list"] === list)
      .map(({ address }) => address),
  );
}

describe("ban and forgive", () => {
  test("put on the bin and take off every list, in both families", async () => {
    await withLab({}, async (lab) => {
      expect((await sinbinc(lab, "push", "edge.sbn", "--yes")).code).toBe(0);
      await add(lab, lists[0], { list: "sin_1", address: "203.0.113.7", timeout: "30s" });
      const banned = await sinbinc(lab, "ban", "edge", "203.0.113.7");
      expect(banned.out).toBe("203.0.113.7 is on sinbin for 4h\n");
      await sinbinc(lab, "ban", "edge", "2001:db8:bad::/48", "--for", "2d");
      expect(entries(lab, "sinbin")).toEqual(["203.0.113.7", "2001:db8:bad::/48"]);
      const shorter = await sinbinc(lab, "ban", "edge", "203.0.113.7", "--for", "1m");
      expect(shorter.out).toContain("as long or longer");
      const longer = await sinbinc(lab, "ban", "edge", "203.0.113.7", "--for", "1d");
      expect(longer.out).toBe("203.0.113.7 is on sinbin for 1d\n");
      const forgiven = await sinbinc(lab, "forgive", "edge", "203.0.113.7");
      expect(forgiven.out).toContain("off sinbin");
      expect(forgiven.out).toContain("off sin_1");
      await sinbinc(lab, "forgive", "edge", "2001:db8:bad::/48");
      expect([...entries(lab, "sinbin"), ...entries(lab, "sin_1")]).toEqual([]);
      expect((await sinbinc(lab, "plan", "edge.sbn", "--exit-code")).code).toBe(0);
    });
  });

  test.each(["127.0.0.1", "127.0.0.0/8", "edge.example", "1.2.3"])("refuse %s", async (address) => {
    await withLab({}, async (lab) => {
      await sinbinc(lab, "push", "edge.sbn", "--yes");
      const { code, err } = await sinbinc(lab, "ban", "edge", address);
      expect([code, err.includes("[SB6020]")]).toEqual([3, true]);
      expect(entries(lab, "sinbin")).toEqual([]);
    });
  });

  test("leave what the policy's text lists", async () => {
    await withLab({}, async (lab) => {
      await sinbinc(lab, "push", "edge.sbn", "--yes");
      const { out } = await sinbinc(lab, "forgive", "edge", "127.0.0.0/8");
      expect(out).toContain("stays on trusted");
    });
  });
});

describe("status", () => {
  test("tells who is where and for how long, counters by line, and drift", async () => {
    await withLab({}, async (lab) => {
      await sinbinc(lab, "push", "edge.sbn", "--yes");
      await sinbinc(lab, "ban", "edge", "203.0.113.7", "--for", "2h");
      const { out, err, code } = await sinbinc(lab, "status", "edge");
      expect([code, err]).toEqual([0, ""]);
      expect(out).toContain("sinbin: 1 entry");
      expect(out).toMatch(/203\.0\.113\.7 for (?:2h|1h59m)/u);
      expect(out).toContain("(edge.sbn:6)");
      const drop = lab.rows("/ip/firewall/filter").find(({ action }) => action === "drop");
      await within(linkTo(lab), ({ run: send }) =>
        send({
          path: "/ip/firewall/filter/set",
          attributes: { ".id": drop?.[".id"] ?? "", disabled: "yes" },
        }),
      );
      const json = await sinbinc(lab, "status", "edge", "--json");
      expect(JSON.parse(json.out)).toMatchObject({
        policy: "edge",
        inForce: true,
        findings: [{ code: "SB6015" }],
      });
    });
  });

  test("of a policy that is not there says so", async () => {
    await withLab({}, async (lab) => {
      expect((await sinbinc(lab, "status", "edge")).out).toContain("not in force");
    });
  });
});

describe("status --address", () => {
  const standing = async (lab: Lab, address: string): Promise<unknown> => {
    const { out, code } = await sinbinc(lab, "status", "edge", "--address", address, "--json");
    expect(code).toBe(0);
    return standingDocument.parse(JSON.parse(out));
  };

  test("tells each rung, when it runs out, and which rules may move it", async () => {
    await withLab({}, async (lab) => {
      await sinbinc(lab, "push", "edge.sbn", "--yes");
      await add(lab, lists[0], { list: "sin_1", address: "203.0.113.7", timeout: "30s" });
      expect(await standing(lab, "203.0.113.7")).toMatchObject({
        on: [{ list: "sin_1", learnt: true }],
        notOn: ["sinbin", "trusted"],
        next: [
          { kind: "add", list: "sinbin", timeout: 14400, origin: "edge.sbn:7" },
          { kind: "add", list: "sin_1", timeout: 60, origin: "edge.sbn:7" },
        ],
      });
      const { out } = await sinbinc(lab, "status", "edge", "--address", "203.0.113.7");
      expect(out).toMatch(
        / {2}on sin_1: 203\.0\.113\.7 for (?:30|29)s\n {2}not on sinbin, trusted\n/u,
      );
      expect(out).toContain(
        "edge.sbn:7: a packet from it with connection-state=new random=50 puts it on sinbin for 4h",
      );
    });
  });

  test("stops at the rule that takes every packet", async () => {
    await withLab({}, async (lab) => {
      await sinbinc(lab, "push", "edge.sbn", "--yes");
      await sinbinc(lab, "ban", "edge", "2001:db8:bad::/48");
      expect(await standing(lab, "2001:db8:bad::7")).toMatchObject({
        on: [{ list: "sinbin", address: "2001:db8:bad::/48" }],
        next: [{ kind: "drop", origin: "edge.sbn:6", conditions: "" }],
      });
      const { out } = await sinbinc(lab, "status", "edge", "--address", "2001:db8:bad::7");
      expect(out).toContain("edge.sbn:6: every packet from it is dropped");
    });
  });

  test("does not follow a jump that passes a trusted one by", async () => {
    await withLab({}, async (lab) => {
      await sinbinc(lab, "push", "edge.sbn", "--yes");
      expect(await standing(lab, "127.0.0.9")).toMatchObject({
        on: [{ list: "trusted", address: "127.0.0.0/8", remaining: null }],
        next: [],
      });
    });
  });

  test("refuses what is no address before it calls the device", async () => {
    const { code, err } = await run(["status", "edge", "-d", "lab:", "--address", "edge.example"]);
    expect([code, err]).toEqual([
      2,
      "sinbinc: `edge.example` is no address\n  write it as 203.0.113.7\n",
    ]);
  });
});

test("plan --json and status --json are of their shapes, whatever there is to tell", async () => {
  await withLab({}, async (lab) => {
    const read = async (...args: readonly string[]): Promise<unknown> =>
      JSON.parse((await sinbinc(lab, ...args, "--json")).out);
    const absent = statusDocument.parse(await read("status", "edge"));
    expect([absent.inForce, absent.entries]).toEqual([false, []]);
    const first = planDocument.parse(await read("plan", "edge.sbn"));
    expect(first.upToDate).toBe(false);
    await sinbinc(lab, "push", "edge.sbn", "--yes");
    await sinbinc(lab, "ban", "edge", "203.0.113.7");
    const jump = lab.rows("/ip/firewall/filter").find(({ chain }) => chain === "input");
    await add(lab, "/ip/firewall/filter", {
      chain: "input",
      action: "accept",
      comment: jump?.["comment"] ?? "",
    });
    const after = planDocument.parse(await read("plan", "edge.sbn"));
    expect(after.findings).not.toEqual([]);
    const status = statusDocument.parse(await read("status", "edge"));
    expect(status.counters.length).toBeGreaterThan(4);
    expect(status.entries.filter(({ learnt }) => learnt)).toHaveLength(1);
    expect(status.findings).toMatchObject([{ code: "SB6015" }]);
  });
});

describe("remove", () => {
  const left = (lab: Lab): readonly string[] =>
    [...ruleMenus, ...lists, "/system/scheduler"].flatMap((menu) =>
      lab.rows(menu).map(({ comment = "", list = "" }) => `${menu} ${list} ${comment}`),
    );

  test.each(["6.49", "7.24"])(
    "takes all of a pushed policy away, and nothing else, on %s",
    async (version) => {
      await withLab({ version }, async (lab) => {
        await add(lab, "/ip/firewall/filter", {
          chain: "input",
          action: "accept",
          comment: "mine",
        });
        await add(lab, lists[0], {
          list: "other",
          address: "192.0.2.1",
          comment: "sinbin:edge2 list",
        });
        await sinbinc(lab, "push", "edge.sbn", "--yes");
        await sinbinc(lab, "ban", "edge", "203.0.113.7");
        const removed = await sinbinc(lab, "remove", "edge", "--yes");
        expect(removed.err).toContain("Done");
        expect(left(lab)).toEqual([
          "/ip/firewall/filter  mine",
          "/ip/firewall/address-list other sinbin:edge2 list",
        ]);
        expect((await sinbinc(lab, "remove", "edge", "--yes")).out).toContain("nothing to do");
      });
    },
  );

  test("takes an imported policy away, which push does not take over", async () => {
    await withLab({}, async (lab) => {
      const imported: unknown = JSON.parse([...printJson(programOf(policy))].join("\n"));
      for (const item of Array.isArray(imported) ? imported : []) {
        const { path, ...attributes } = item;
        await add(lab, path, attributes);
      }
      const plan = await sinbinc(lab, "plan", "edge.sbn");
      expect([plan.code, plan.err.includes("[SB6010]")]).toEqual([3, true]);
      expect((await sinbinc(lab, "remove", "edge", "--yes")).code).toBe(0);
      expect(left(lab)).toEqual([]);
      expect((await sinbinc(lab, "push", "edge.sbn", "--yes")).code).toBe(0);
    });
  });

  test("takes both of two jumps away that look alike", async () => {
    await withLab({}, async (lab) => {
      await sinbinc(lab, "push", "edge.sbn", "--yes");
      const jump = lab.rows("/ip/firewall/filter").find(({ chain }) => chain === "input");
      const { chain = "", action = "", comment = "", "jump-target": target = "" } = jump ?? {};
      await add(lab, "/ip/firewall/filter", { chain, action, comment, "jump-target": target });
      expect((await sinbinc(lab, "remove", "edge", "--yes")).err).toContain("Done");
      expect(left(lab)).toEqual([]);
    });
  });
});
