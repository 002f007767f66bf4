import { describe, expect, test } from "vitest";
import { pushProgram } from "../../targets/routeros/device/push.js";
import { isSettled } from "../../targets/routeros/device/router-plan.js";
import type { Lab } from "../../targets/routeros/lab/index.js";
import type { Session } from "../../targets/routeros/device/session.js";
import { faultProxy, isWrite } from "../lab/fault-proxy.js";
import {
  contextFor,
  leftToDo,
  linkTo,
  opened,
  planWith,
  programOf,
  push,
  reachable,
  within,
  withLab,
} from "./rig.js";

const A = `policy edge
list trusted { 192.168.88.0/24, 127.0.0.0/8, ::1 }
ladder sincheck hook input {
  exempt trusted
  rungs  sin_1 1m
  bin    sinbin 4h -> drop
  odds   any 50%
}
`;
const B = A.replace("odds   any 50%", "odds   any 60%");

async function run(
  lab: Lab,
  path: string,
  attributes: Readonly<Record<string, string>>,
): Promise<void> {
  await within(linkTo(lab), async (session) => {
    const reply = await session.run({ path, attributes });
    if (!reply.ok) throw new Error(JSON.stringify(reply.trouble));
  });
}

const filter = "/ip/firewall/filter";

describe("a plan", () => {
  test("of a policy that is there has nothing to do, and costs the same however many are banned", async () => {
    await withLab({}, async (lab) => {
      const program = programOf(A);
      expect((await push(linkTo(lab), program)).ok).toBe(true);
      const sentences = async (): Promise<readonly string[]> => {
        const proxy = await faultProxy(lab);
        const plan = await within(linkTo(proxy), (session) => planWith(session, program));
        expect(isSettled(plan)).toBe(true);
        await proxy.stop();
        return proxy.sentences.map(([command = ""]) => command);
      };
      const without = await sentences();
      await within(linkTo(lab), async (session) => {
        const add = (index: number): ReturnType<Session["run"]> =>
          session.run({
            path: "/ip/firewall/address-list/add",
            attributes: {
              list: "sinbin",
              address: `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`,
              timeout: "4h",
            },
          });
        await Promise.all(Array.from({ length: 3000 }, (_, index) => add(index)));
      });
      expect(await sentences()).toEqual(without);
      expect(without.filter((command) => command.endsWith("/print")).length).toBeLessThan(12);
    });
  });

  test("after an edit by hand tells of it, and the push puts it right", async () => {
    await withLab({}, async (lab) => {
      const program = programOf(A);
      await push(linkTo(lab), program);
      const drop = lab.rows(filter).find(({ action }) => action === "drop");
      await run(lab, `${filter}/set`, { ".id": drop?.[".id"] ?? "", "in-interface": "ether1" });
      const plan = await within(linkTo(lab), (session) => planWith(session, program));
      expect(plan.findings.map(({ code }) => code)).toEqual(["SB6015"]);
      expect((await push(linkTo(lab), program)).ok).toBe(true);
      expect(await leftToDo(linkTo(lab), program)).toEqual([]);
      expect(reachable(lab, filter, "input").join("\n")).not.toContain("ether1");
    });
  });

  test("tells of a jump that is switched off, and of a rule that was removed", async () => {
    await withLab({}, async (lab) => {
      const program = programOf(A);
      await push(linkTo(lab), program);
      const jump = lab.rows(filter).find(({ chain }) => chain === "input");
      await run(lab, `${filter}/set`, { ".id": jump?.[".id"] ?? "", disabled: "yes" });
      const add = lab.rows(filter).find(({ action }) => action === "add-src-to-address-list");
      await run(lab, `${filter}/remove`, { ".id": add?.[".id"] ?? "" });
      const plan = await within(linkTo(lab), (session) => planWith(session, program));
      expect(plan.findings.map(({ code }) => code)).toEqual(["SB6015"]);
      expect(plan.findings[0]?.message).toContain("switched off");
      expect((await push(linkTo(lab), program)).ok).toBe(true);
      expect(await leftToDo(linkTo(lab), program)).toEqual([]);
    });
  });

  test("is refused where two jumps look ours, and both are shown", async () => {
    await withLab({}, async (lab) => {
      const program = programOf(A);
      await push(linkTo(lab), program);
      const {
        chain,
        action,
        comment,
        "jump-target": target,
      } = lab.rows(filter).find((row) => row["chain"] === "input") ?? {};
      await run(lab, `${filter}/add`, {
        chain: chain ?? "",
        action: action ?? "",
        comment: comment ?? "",
        "jump-target": target ?? "",
      });
      const { findings } = await within(linkTo(lab), (session) => planWith(session, program));
      expect(findings.filter(({ severity }) => severity === "error")).toHaveLength(1);
      expect(findings.find(({ code }) => code === "SB6010")?.message).toContain("2 rules");
    });
  });

  test("leaves a copy of one of our rules in another chain alone", async () => {
    await withLab({}, async (lab) => {
      const [a, b] = [programOf(A), programOf(B)];
      await push(linkTo(lab), a);
      const copy = { chain: "mine", action: "drop", comment: "sinbin:edge edge.sbn:6" };
      await run(lab, `${filter}/add`, copy);
      const { findings } = await within(linkTo(lab), (session) => planWith(session, b));
      expect(findings.map(({ code }) => code)).toContain("SB6015");
      expect((await push(linkTo(lab), b)).ok).toBe(true);
      expect(lab.rows(filter).filter(({ chain }) => chain === "mine")).toHaveLength(1);
    });
  });

  test("warns of what stands before it, and of a list that others use", async () => {
    await withLab({}, async (lab) => {
      const program = programOf(A.replace("hook input", "hook input place last"));
      await run(lab, `${filter}/add`, { chain: "input", action: "accept", comment: "all" });
      await run(lab, `${filter}/add`, {
        chain: "output",
        action: "drop",
        "dst-address-list": "sinbin",
      });
      const { findings } = await within(linkTo(lab), (session) => planWith(session, program));
      expect(findings.map(({ code }) => code)).toEqual(["SB6013", "SB6014"]);
    });
  });
});

describe("a push", () => {
  test.each(["6.49", "7.9", "7.16", "7.18", "7.24"])(
    "to RouterOS %s and back again",
    async (version) => {
      await withLab({ version }, async (lab) => {
        const [a, b] = [programOf(A, version), programOf(B, version)];
        for (const program of [a, b, a]) {
          const pushed = await push(linkTo(lab), program);
          expect(pushed.ok ? "" : pushed.problem.message).toBe("");
          expect(await leftToDo(linkTo(lab), program)).toEqual([]);
        }
        expect(lab.rows("/system/scheduler")).toEqual([]);
        const chains = new Set(lab.rows(filter).map(({ chain }) => chain));
        expect([...chains].filter((chain) => chain?.includes("@"))).toHaveLength(2);
      });
    },
  );

  test("to a router that calls rules invalid that are not", async () => {
    await withLab({ quirks: true, fasttrack: true }, async (lab) => {
      const pushed = await push(linkTo(lab), programOf(A));
      expect(pushed.ok ? "" : pushed.problem.message).toBe("");
      expect(await leftToDo(linkTo(lab), programOf(A))).toEqual([]);
    });
  });

  test("of other entries alone makes no new chains", async () => {
    await withLab({}, async (lab) => {
      const more = A.replace("127.0.0.0/8", "127.0.0.0/8, 10.0.0.0/8");
      await push(linkTo(lab), programOf(A));
      const before = lab.rows(filter).map((row) => row[".id"]);
      const pushed = await push(linkTo(lab), programOf(more));
      expect(pushed.ok && pushed.value.underRevert).toBe(undefined);
      expect(lab.rows(filter).map((row) => row[".id"])).toEqual(before);
      expect(await leftToDo(linkTo(lab), programOf(more))).toEqual([]);
    });
  });

  test("puts a permanent entry in the place of a timed one, and keeps to another's permanent one", async () => {
    await withLab({}, async (lab) => {
      const list = "/ip/firewall/address-list";
      await run(lab, `${list}/add`, { list: "trusted", address: "192.168.88.0/24", timeout: "1h" });
      await run(lab, `${list}/add`, { list: "trusted", address: "127.0.0.0/8", comment: "mine" });
      const pushed = await push(linkTo(lab), programOf(A));
      expect(pushed.ok ? "" : pushed.problem.message).toBe("");
      const rows = lab
        .rows(list)
        .map(({ address, dynamic, comment }) => [address, dynamic, comment]);
      expect(rows).toEqual([
        ["127.0.0.0/8", "false", "mine"],
        ["192.168.88.0/24", "false", "sinbin:edge list"],
      ]);
    });
  });

  test("that comes while another is under way is told so", async () => {
    await withLab({}, async (lab) => {
      const program = programOf(A);
      const gate = await faultProxy(lab, { replyDelay: 40 });
      const first = push(linkTo(gate), program);
      while (lab.rows("/system/scheduler").length === 0) {
        await new Promise((wake) => setTimeout(wake, 5));
      }
      const second = await push(linkTo(lab), program, { name: "other" });
      expect(second.ok ? "" : second.problem.code).toBe("SB6009");
      expect((await first).ok).toBe(true);
      expect(await leftToDo(linkTo(lab), program)).toEqual([]);
      await gate.stop();
    });
  });

  test("while somebody holds safe mode switches nothing", async () => {
    await withLab({ version: "7.24" }, async (lab) => {
      const holder = await opened(linkTo(lab));
      expect((await holder.run({ path: "/safe-mode/take" })).ok).toBe(true);
      const pushed = await push(linkTo(lab), programOf(A));
      expect(pushed.ok ? "" : pushed.problem.code).toBe("SB6009");
      expect(reachable(lab, filter, "input")).toEqual([]);
      await holder.run({ path: "/safe-mode/release" });
      holder.close();
      expect((await push(linkTo(lab), programOf(A))).ok).toBe(true);
    });
  });

  test("of a plan that is out of date is not carried out", async () => {
    await withLab({}, async (lab) => {
      const link = linkTo(lab);
      await within(link, async (session) => {
        const program = programOf(A);
        const plan = await planWith(session, program);
        await push(link, programOf(B));
        const before = lab.rows(filter);
        const pushed = await pushProgram(contextFor(link, session, program), plan);
        expect(pushed.ok ? "" : pushed.problem.code).toBe("SB6011");
        expect(lab.rows(filter)).toEqual(before);
      });
    });
  });

  test.each(["7.16", "7.24"])(
    "through which no new connection comes is taken back, on %s",
    async (version) => {
      await withLab({ version }, async (lab) => {
        const [a, b] = [programOf(A, version), programOf(B, version)];
        await push(linkTo(lab), a);
        const before = reachable(lab, filter, "input");
        const link = linkTo(lab);
        let connections = 0;
        const closed = linkTo({ host: "127.0.0.1", port: 1 });
        // The first connection is the push's own.
        const shut = { ...link, open: () => (connections++ === 0 ? link.open() : closed.open()) };
        const pushed = await push(shut, b);
        expect(pushed.ok ? "" : pushed.problem.code).toBe("SB6017");
        expect(reachable(lab, filter, "input")).toEqual(before);
        expect(lab.rows("/system/scheduler")).toEqual([]);
        expect(await leftToDo(link, a)).toEqual([]);
      });
    },
  );

  test("writes no more sentences than rules, entries and a few", async () => {
    await withLab({}, async (lab) => {
      const hosts = Array.from(
        { length: 500 },
        (_, index) => `10.0.${index >> 7}.${(index & 127) * 2}`,
      );
      const program = programOf(A.replace("127.0.0.0/8,", `127.0.0.0/8, ${hosts.join(", ")},`));
      const proxy = await faultProxy(lab);
      expect((await push(linkTo(proxy), program)).ok).toBe(true);
      const writes = proxy.sentences.filter(isWrite).length;
      await proxy.stop();
      expect(writes).toBeGreaterThan(500);
      expect(writes).toBeLessThan(560);
    });
  });
});
