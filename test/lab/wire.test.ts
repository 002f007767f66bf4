import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Lab, type LabOptions, startLab } from "../../targets/routeros/lab/index.js";
import { type WireClient, wireClient } from "./wire-client.js";
import { sentenceBytes, wordBytes } from "./wire-codec.js";

const filter = "/ip/firewall/filter";
const lists = "/ip/firewall/address-list";

let lab: Lab;
let client: WireClient;
beforeEach(() => start());
afterEach(() => lab.stop());

async function start(options: LabOptions = {}): Promise<void> {
  lab = await startLab(options);
  client = await signedIn();
}

async function signedIn(): Promise<WireClient> {
  const made = await wireClient(lab);
  await made.ask(["/login", "=name=admin", "=password="]);
  return made;
}

const end = Buffer.from([0]);

describe("lengths of words", () => {
  test.each([1, 2, 3, 4, 5])("are read in the form of %i bytes", async (form) => {
    client.sayBytes(Buffer.concat([wordBytes(`${filter}/add`), wordBytes("=chain=a", form), end]));
    expect(await client.hear()).toEqual(["!done", "=ret=*1"]);
  });

  test.each([0x7f, 0x80, 0x3fff, 0x4000, 0x1fffff, 0x200000])(
    "of %i bytes come and go whole",
    async (length) => {
      const comment = "x".repeat(length - "=comment=".length);
      await client.ask([`${filter}/add`, "=chain=a", `=comment=${comment}`]);
      const reply = await client.ask([`${filter}/print`, "=.proplist=comment"]);
      expect(reply).toEqual([["!re", `=comment=${comment}`], ["!done"]]);
    },
  );
});

describe("bytes as they come", () => {
  test("one at a time", async () => {
    for (const byte of sentenceBytes([`${filter}/add`, "=chain=a", ".tag=slow"])) {
      client.sayBytes(Buffer.from([byte]));
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await client.hear()).toEqual(["!done", "=ret=*1", ".tag=slow"]);
  });

  test("many sentences at once, empty ones among them", async () => {
    const add = sentenceBytes([`${filter}/add`, "=chain=a"]);
    client.sayBytes(Buffer.concat([end, add, end, end, add, add]));
    for (const id of ["*1", "*2", "*3"]) {
      expect(await client.hear()).toEqual(["!done", `=ret=${id}`]);
    }
  });

  test.each([0xf8, 0xff, 0xf1])("a reserved control byte %i ends the connection", async (byte) => {
    client.sayBytes(Buffer.from([byte, 1, 2, 3]));
    expect((await client.hear())?.[0]).toBe("!fatal");
    await client.closed;
  });

  test("a word that claims to be of gigabytes ends the connection", async () => {
    client.sayBytes(Buffer.from([0xf0, 0x7f, 0xff, 0xff, 0xff]));
    expect(await client.hear()).toEqual(["!fatal", "sentence is too long"]);
    await client.closed;
  });

  test("garbage ends one connection at most, and no lab", async () => {
    let seed = 7;
    const noise = (): number => (seed = (seed * 48_271) % 0x7fffffff) & 0xff;
    for (let round = 0; round < 20; round++) {
      const other = await wireClient(lab);
      other.sayBytes(Buffer.from(Array.from({ length: 300 }, noise)));
      other.socket.end();
      await other.closed;
    }
    expect(await client.ask([`${filter}/add`, "=chain=a"])).toEqual([["!done", "=ret=*1"]]);
  });

  test("a sentence that begins with # is a comment", async () => {
    client.say(["#"]);
    expect(await client.ask([`${filter}/add`, "=chain=a"])).toEqual([["!done", "=ret=*1"]]);
  });
});

describe("several commands at once", () => {
  const fill = async (count: number): Promise<void> => {
    for (let index = 0; index < count; index++) {
      client.say([`${lists}/add`, "=list=a", `=address=10.0.${index >> 8}.${index & 255}`]);
    }
    for (let index = 0; index < count; index++) await client.hear();
  };

  test("a long reply gives way to others with other tags", async () => {
    await fill(2000);
    client.say([`${lists}/print`, ".tag=long"]);
    client.say([`${filter}/add`, "=chain=a", ".tag=short"]);
    const tags: string[] = [];
    for (let open = 2; open > 0;) {
      const sentence = (await client.hear())!;
      if (sentence[0] === "!done") open--;
      tags.push(sentence.at(-1)!);
    }
    expect(tags.filter((tag) => tag === ".tag=long").length).toBe(2001);
    expect(tags.indexOf(".tag=short")).toBeLessThan(2000);
  });

  test("without tags each waits for the one before", async () => {
    await fill(600);
    client.say([`${lists}/print`, "=.proplist=.id"]);
    client.say([`${filter}/add`, "=chain=a"]);
    for (let row = 0; row < 600; row++) expect((await client.hear())?.[0]).toBe("!re");
    expect(await client.hear()).toEqual(["!done"]);
    expect(await client.hear()).toEqual(["!done", "=ret=*1"]);
  });

  test("cancel interrupts one of them (DOC api: category 2, then !done of both)", async () => {
    await fill(3000);
    client.say([`${lists}/print`, ".tag=long"]);
    client.say(["/cancel", "=tag=long", ".tag=c"]);
    const rest: (readonly string[])[] = [];
    while (rest.length < 3) {
      const sentence = (await client.hear())!;
      if (sentence[0] !== "!re") rest.push(sentence);
    }
    expect(rest).toEqual([
      ["!trap", "=category=2", "=message=interrupted", ".tag=long"],
      ["!done", ".tag=c"],
      ["!done", ".tag=long"],
    ]);
  });

  test("a client that does not read stops nobody else", async () => {
    await fill(3000);
    const slow = await signedIn();
    slow.socket.pause();
    for (let round = 0; round < 40; round++) slow.say([`${lists}/print`, `.tag=${round}`]);
    expect(await client.ask([`${filter}/add`, "=chain=a"])).toEqual([["!done", "=ret=*1"]]);
    slow.socket.resume();
    let open = 40;
    while (open > 0) if ((await slow.hear())?.[0] === "!done") open--;
  });
});

describe("connections", () => {
  test("twenty are served, the next is closed (DOC services: max-sessions 20)", async () => {
    const others = await Promise.all(Array.from({ length: 19 }, signedIn));
    const late = await wireClient(lab);
    await late.closed;
    await others[0]!.close();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await (await signedIn()).ask([`${filter}/add`, "=chain=a"])).toEqual([
      ["!done", "=ret=*1"],
    ]);
  });

  test("one that breaks off in the middle of a sentence has said nothing", async () => {
    const other = await signedIn();
    other.sayBytes(sentenceBytes([`${filter}/add`, "=chain=a"]).subarray(0, -1));
    other.socket.end();
    await other.closed;
    expect(lab.rows(filter)).toEqual([]);
  });

  test("one that goes while its reply is under way leaves the lab well", async () => {
    for (let index = 0; index < 2000; index++) {
      client.say([`${lists}/add`, "=list=a", `=address=10.0.${index >> 8}.${index & 255}`]);
    }
    for (let index = 0; index < 2000; index++) await client.hear();
    const other = await signedIn();
    other.say([`${lists}/print`]);
    await other.hear();
    other.socket.resetAndDestroy();
    expect(await client.ask([`${lists}/print`, "=count-only="])).toEqual([["!done", "=ret=2000"]]);
  });
});

describe("the old login (DOC api: 00 and md5 of 0, password, challenge)", () => {
  test("is the way in when the lab is told so", async () => {
    await lab.stop();
    const users = [{ name: "admin", password: "geheim", group: "full" }];
    lab = await startLab({ version: "6.49", login: "challenge", users });
    const old = await wireClient(lab);
    const [first] = await old.ask(["/login"]);
    const challenge = Buffer.from(first?.[1]?.slice("=ret=".length) ?? "", "hex");
    const { createHash } = await import("node:crypto");
    const hash = createHash("md5")
      .update(Buffer.concat([Buffer.from([0]), Buffer.from("geheim"), challenge]))
      .digest("hex");
    expect(await old.ask(["/login", "=name=admin", `=response=00${hash}`])).toEqual([["!done"]]);
    expect(await old.ask([`${filter}/add`, "=chain=a"])).toEqual([["!done", "=ret=*1"]]);
  });
});
