/**
 * What a push costs over a line on which each reply comes 2 ms later: in sentences, and in seconds, beside the plain
 * client, which adds one entry, reads it, and goes on to the next. And whether a plan that changes nothing costs more
 * when many are banned.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { RouterOSClient } from "routeros-client";
import { routerLink } from "../targets/routeros/live.js";
import { faultProxy } from "../test/lab/fault-proxy.js";
import { cli } from "./places.js";

const entries = 20_000;
const bans = [0, 1_000, 100_000] as const;
/** The plain client adds so many; the rest is reckoned. */
const sample = 500;
const replyDelay = 2;
const table = "/ip/firewall/address-list";

export async function pushRows(folder: string): Promise<readonly string[]> {
  const first = policyFile(folder, "first", entries);
  const more = policyFile(folder, "more", entries + 1);
  const plain = await withLab(async (port) => plainAdds(port));
  return withLab(async (port) => {
    const rows = [
      "| what | sentences | read | time | the plain client | ratio |",
      "| --- | --- | --- | --- | --- | --- |",
    ];
    const row = (what: string, cost: Cost, peer = "", ratio = ""): void => {
      const [count, read] = [whole(cost.sentences), `${whole(cost.read / 1024)} KiB`];
      rows.push(`| ${[what, count, read, seconds(cost.time), peer, ratio].join(" | ")} |`);
    };
    const pushed = await measured(port, "push", first, "--yes");
    const all = (plain.time / sample) * entries;
    const peer = `${whole((plain.sentences / sample) * entries)} sentences, ${seconds(all)} (reckoned from ${sample})`;
    row(`first push of ${whole(entries)} entries`, pushed, peer, (pushed.time / all).toFixed(3));
    row("push of one entry more", await measured(port, "push", more, "--yes"));
    for (const count of bans) {
      await banUpTo(port, count);
      row(
        `plan that changes nothing, ${whole(count)} banned`,
        await measured(port, "plan", more, "--exit-code"),
      );
    }
    return rows;
  });
}

interface Cost {
  readonly sentences: number;
  /** Bytes of replies. */
  readonly read: number;
  /** Milliseconds. */
  readonly time: number;
}

/** A command of the program as a process of its own, over the slow line. */
async function measured(port: number, ...args: readonly string[]): Promise<Cost> {
  const line = await faultProxy({ host: "127.0.0.1", port }, { replyDelay });
  const start = performance.now();
  const device = ["-d", `routeros://admin@127.0.0.1:${line.port}`];
  const child = spawn(process.execPath, [cli, ...args, ...device], {
    env: { ...process.env, SINBIN_PASSWORD: "" },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let told = "";
  child.stderr.on("data", (data: Buffer) => void (told += data.toString()));
  const [code] = await once(child, "close");
  const time = performance.now() - start;
  await line.stop();
  if (code !== 0) throw new Error(`${args.join(" ")} ended with ${String(code)}: ${told}`);
  return { sentences: line.sentences.length, read: line.replied, time };
}

async function plainAdds(port: number): Promise<Cost> {
  const line = await faultProxy({ host: "127.0.0.1", port }, { replyDelay });
  const client = new RouterOSClient({
    host: line.host,
    port: line.port,
    user: "admin",
    password: "",
  });
  const lists = (await client.connect()).menu(table);
  const start = performance.now();
  for (let index = 0; index < sample; index++) {
    await lists.add({ list: "blocked", address: addressAt(index), comment: "plain" });
  }
  const time = performance.now() - start;
  const cost = { sentences: line.sentences.length, read: line.replied, time };
  await client.close();
  await line.stop();
  return cost;
}

/** As packets would have it: entries with a timer, on the bin. */
async function banUpTo(port: number, count: number): Promise<void> {
  const link = routerLink({
    host: "127.0.0.1",
    port,
    user: "admin",
    password: "",
    tls: undefined,
    patience: 60_000,
  });
  const opened = await link.open();
  if (!opened.ok) throw new Error("the lab does not answer");
  const { session } = opened;
  await Promise.all(
    Array.from({ length: count }, (_, index) =>
      session.run({
        path: `${table}/add`,
        attributes: { list: "sinbin", address: `10.${addressAt(index).slice(4)}`, timeout: "4h" },
      }),
    ),
  );
  session.close();
}

/** A lab as a process of its own. */
async function withLab<T>(act: (port: number) => Promise<T>): Promise<T> {
  const lab: ChildProcess = spawn(process.execPath, [cli, "lab", "--port", "0"]);
  const port = await new Promise<number>((resolve) => {
    lab.stdout?.on("data", (data: Buffer) => {
      resolve(Number(/:(\d+)\s*$/u.exec(data.toString())?.[1]));
    });
  });
  try {
    return await act(port);
  } finally {
    lab.kill();
  }
}

/** Each in a folder of its own: the name of the file stands in the comments of the rules. */
function policyFile(folder: string, name: string, count: number): string {
  mkdirSync(join(folder, name));
  const path = join(folder, name, "edge.sbn");
  const addresses = Array.from({ length: count }, (_, index) => addressAt(index)).join(", ");
  writeFileSync(
    path,
    `policy edge
list trusted { 127.0.0.0/8, ::1 }
list blocked { ${addresses} }
ladder sincheck hook input {
  exempt trusted
  rungs  sin_1 1m
  bin    sinbin 4h -> drop
  odds   any 50%
}
chain guard hook forward { from blocked -> drop }
`,
  );
  return path;
}

/** Every other address, so that no two are a network. */
function addressAt(index: number): string {
  const host = index * 2;
  return `198.${host >> 16}.${(host >> 8) & 255}.${host & 255}`;
}

function whole(number: number): string {
  return Math.round(number).toLocaleString("en");
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(milliseconds < 10_000 ? 2 : 0)} s`;
}
