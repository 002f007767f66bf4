import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Lab, startLab } from "../../targets/routeros/lab/index.js";
import { type FaultProxy, faultProxy, type Faults, isWrite } from "./fault-proxy.js";
import { type WireClient, wireClient } from "./wire-client.js";

const filter = "/ip/firewall/filter";
const login = ["/login", "=name=admin", "=password="];

let lab: Lab;
let proxy: FaultProxy | undefined;
beforeEach(async () => {
  lab = await startLab();
});
afterEach(async () => {
  await proxy?.stop();
  await lab.stop();
});

async function through(faults: Faults): Promise<WireClient> {
  proxy = await faultProxy(lab, faults);
  const client = await wireClient(proxy);
  await client.ask(login);
  return client;
}

/** Adds rules until the connection is gone. */
async function addThree(client: WireClient): Promise<void> {
  for (const chain of ["a", "b", "c"]) await client.ask([`${filter}/add`, `=chain=${chain}`]);
}

const chains = (): readonly (string | undefined)[] => lab.rows(filter).map((row) => row["chain"]);

describe("the fault proxy", () => {
  test("passes everything when it has nothing else to do", async () => {
    const client = await through({});
    await addThree(client);
    expect(chains()).toEqual(["a", "b", "c"]);
    expect(proxy?.sentences.length).toBe(4);
  });

  test.each([
    [false, ["a"]],
    [true, ["a", "b"]],
  ])("resets at the second write, which is delivered: %s", async (delivered, left) => {
    const client = await through({ cut: { how: "reset", at: 2, delivered, counts: isWrite } });
    await addThree(client);
    await client.closed;
    await proxy?.cut;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(chains()).toEqual(left);
    const again = await wireClient(proxy!);
    expect(await again.ask(login)).toEqual([["!done"]]);
  });

  test("is a black hole: nothing comes back, and both ends stay open", async () => {
    const client = await through({ cut: { how: "black-hole", at: 2, counts: isWrite } });
    void addThree(client);
    await proxy?.cut;
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(client.socket.destroyed).toBe(false);
    expect(chains()).toEqual(["a"]);
  });

  test("stalls, then goes on where it was", async () => {
    const client = await through({ cut: { how: "stall", at: 2, lasts: 60, counts: isWrite } });
    await addThree(client);
    await proxy?.cut;
    expect(chains()).toEqual(["a", "b", "c"]);
  });

  test("lets the last zero byte come by itself", async () => {
    const client = await through({ splitsLastZero: true });
    const lengths: number[] = [];
    client.socket.on("data", (chunk: Buffer) => lengths.push(chunk.length));
    await client.ask([`${filter}/add`, "=chain=a"]);
    expect(lengths.at(-1)).toBe(1);
    expect(lengths.length).toBe(2);
  });

  test("sends in small segments", async () => {
    const client = await through({ segment: 3 });
    expect(await client.ask([`${filter}/add`, "=chain=a"])).toEqual([["!done", "=ret=*1"]]);
  });
});
