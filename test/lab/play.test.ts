import { afterEach, beforeEach, expect, test } from "vitest";
import {
  type Lab,
  LabStateError,
  manualClock,
  type ManualClock,
  startLab,
} from "../../targets/routeros/lab/index.js";
import { type WireClient, wireClient } from "./wire-client.js";

const filter = "/ip/firewall/filter";
const lists = "/ip/firewall/address-list";

let clock: ManualClock;
let lab: Lab;
let client: WireClient;

beforeEach(async () => {
  clock = manualClock();
  lab = await startLab({ clock, draws: () => 0.1, interfaces: ["wan"] });
  client = await wireClient(lab);
  await client.ask(["/login", "=name=admin", "=password="]);
});
afterEach(() => lab.stop());

async function add(menu: string, ...words: readonly string[]): Promise<void> {
  const [reply] = await client.ask([`${menu}/add`, ...words]);
  expect(reply?.[0]).toBe("!done");
}

async function play(...words: readonly string[]): Promise<readonly string[] | undefined> {
  const [reply] = await client.ask(["/sinbin/lab/play", ...words]);
  return reply?.slice(1);
}

test("packets fill the lists, a later packet starts the timer anew, and rules count", async () => {
  await add(
    filter,
    "=chain=input",
    "=src-address-list=bin",
    "=action=drop",
    "=log=yes",
    "=log-prefix=b",
  );
  await add(
    filter,
    ...["=chain=input", "=protocol=tcp", "=dst-port=22", "=random=50"],
    ...["=action=add-src-to-address-list", "=address-list=bin", "=address-list-timeout=1h"],
  );
  expect(await play("=src=192.0.2.7", "=dport=22")).toEqual(["=verdict=none", "=logs="]);
  expect(lab.rows(lists)).toMatchObject([
    { list: "bin", address: "192.0.2.7", timeout: "1h", dynamic: "true" },
  ]);
  clock.advance(600_000);
  expect(await play("=src=192.0.2.7", "=dport=22")).toEqual(["=verdict=drop", "=logs=b"]);
  expect(lab.rows(lists)[0]?.["timeout"]).toBe("50m");
  expect(lab.rows(filter).map((row) => row["packets"])).toEqual(["1", "1"]);
  clock.advance(3_000_000);
  expect(lab.rows(lists)).toEqual([]);
  expect(await play("=src=192.0.2.7", "=dport=23")).toEqual(["=verdict=none", "=logs="]);
});

test("what raw drops, filter never sees", async () => {
  await add("/ip/firewall/raw", "=chain=prerouting", "=in-interface=wan", "=action=drop");
  await add(filter, "=chain=input");
  expect(await play("=src=192.0.2.7", "=in=wan")).toEqual(["=verdict=drop", "=logs="]);
  expect(lab.rows(filter)[0]?.["packets"]).toBe("0");
});

test("IPv6, and an answer with its kind", async () => {
  const menu = "/ipv6/firewall/filter";
  await add(menu, "=chain=input", "=action=reject", "=reject-with=icmp-no-route");
  expect(await play("=src=2001:db8::7")).toEqual([
    "=verdict=reject",
    "=reject-with=icmp-no-route",
    "=logs=",
  ]);
});

test.each(["src", "proto", "dport", "state", "flags", "hook", "dst", "length"])(
  "a packet with a bad %s is refused",
  async (name) => {
    expect(await play("=src=192.0.2.7", `=${name}=nonsense`)).toEqual([
      "=category=1",
      `=message=invalid value for argument ${name}`,
    ]);
  },
);

test("bans outlive safe mode's undoing: it takes back what people did", async () => {
  await client.ask(["/safe-mode/take"]);
  await add(filter, "=chain=input", "=action=add-src-to-address-list", "=address-list=bin");
  await play("=src=192.0.2.7");
  await client.ask(["/safe-mode/unroll"]);
  expect(lab.rows(filter)).toEqual([]);
  expect(lab.rows(lists)).toMatchObject([{ list: "bin", address: "192.0.2.7" }]);
});

test("a saved state is what a router keeps over a restart", async () => {
  await add(filter, "=chain=input", "=log=yes", "=comment=caf\u00e9", "=disabled=yes");
  await add(lists, "=list=a", "=address=192.0.2.0/24");
  await add(lists, "=list=a", "=address=192.0.2.1", "=timeout=1h");
  await add("/system/script", "=name=s", "=source=/ip firewall filter remove [find]");
  await add("/system/scheduler", "=name=j", "=interval=1h", "=on-event=s");
  await client.ask(["/system/identity/set", "=name=edge"]);
  const again = await startLab({ clock, state: lab.saved(), interfaces: ["wan"] });
  for (const menu of [filter, "/system/script", "/system/scheduler"]) {
    expect(again.rows(menu)).toEqual(lab.rows(menu));
  }
  expect(again.rows(lists).map((row) => row["address"])).toEqual(["192.0.2.0/24"]);
  expect(again.saved()).toBe(lab.saved());
  await again.stop();
});

test.each([
  ["{", /no state/u],
  ['{"identity":"x","menus":{"/nonsense":[]}}', /no menu/u],
  [
    '{"identity":"x","menus":{"/ip/firewall/filter":[{"chain":"input","random":"0"}]}}',
    /row 1: value of random/u,
  ],
  ['{"identity":"x","menus":{"/ip/firewall/filter":[7]}}', /no state/u],
])("a state that is none is refused: %s", async (state, why) => {
  await expect(startLab({ state })).rejects.toThrow(LabStateError);
  await expect(startLab({ state })).rejects.toThrow(why);
});
