import { afterEach, expect, test } from "vitest";
import { type Lab, startLab } from "../../targets/routeros/lab/index.js";
import { type WireClient, wireClient } from "./wire-client.js";
import { sentenceBytes } from "./wire-codec.js";

let lab: Lab;
afterEach(() => lab.stop());

async function begin(): Promise<WireClient> {
  lab = await startLab();
  const client = await wireClient(lab);
  await client.ask(["/login", "=name=admin", "=password="]);
  return client;
}

/** Pipelined: all are said before the first reply is read. */
async function sayAll(
  client: WireClient,
  sentences: readonly (readonly string[])[],
): Promise<void> {
  for (let at = 0; at < sentences.length; at += 500) {
    client.sayBytes(Buffer.concat(sentences.slice(at, at + 500).map(sentenceBytes)));
  }
  let done = 0;
  for (const _ of sentences) if ((await client.hear())?.[0] === "!done") done++;
  expect(done).toBe(sentences.length);
}

const lists = "/ip/firewall/address-list";
const filter = "/ip/firewall/filter";

test("20,000 rules before one that stands, each found again by its id", async () => {
  const client = await begin();
  await client.ask([`${filter}/add`, "=chain=input"]);
  const adds = Array.from({ length: 20_000 }, (_, index) => [
    `${filter}/add`,
    "=chain=a",
    "=place-before=*1",
    `=comment=${index}`,
  ]);
  await sayAll(client, adds);
  const rows = lab.rows(filter);
  expect(rows.length).toBe(20_001);
  expect(rows.at(-1)?.[".id"]).toBe("*1");
  const sets = rows
    .slice(0, 2000)
    .map((row) => [`${filter}/set`, `=.id=${row[".id"]}`, "=log=yes"]);
  await sayAll(client, sets);
});

test("100,000 entries come, of packets and of commands, are asked for, and go", async () => {
  const client = await begin();
  const address = (index: number): string =>
    `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`;
  lab.learn(
    "bin",
    Array.from({ length: 80_000 }, (_, index) => address(index)),
    86_400_000,
  );
  const adds = Array.from({ length: 20_000 }, (_, index) => [
    `${lists}/add`,
    "=list=bin",
    `=address=${address(80_000 + index)}`,
    ...(index % 2 === 0 ? ["=timeout=1d"] : []),
  ]);
  await sayAll(client, adds);
  expect(await client.ask([`${lists}/print`, "=count-only=", "?dynamic=true"])).toEqual([
    ["!done", "=ret=90000"],
  ]);
  const reply = await client.ask([`${lists}/print`, "=.proplist=.id"]);
  expect(reply.length).toBe(100_001);
  const ids = reply.slice(0, 50_000).map(([, word]) => word!.slice("=.id=".length));
  expect(await client.ask([`${lists}/remove`, `=.id=${ids.join(",")}`])).toEqual([["!done"]]);
  expect(await client.ask([`${lists}/print`, "=count-only="])).toEqual([["!done", "=ret=50000"]]);
});
