import { createHash } from "node:crypto";
import { afterEach, describe, expect, test } from "vitest";
import type { Session } from "../../targets/routeros/device/session.js";
import { type Endpoint, routerLink } from "../../targets/routeros/live.js";
import { type Peer, peer, type Script, sentence } from "./wire.js";

/**
 * The npm client as it is wrapped: whatever a peer does, every command settles, and says how. The peers here speak
 * the protocol with a coding of their own.
 */

const open: (Peer | Session)[] = [];

afterEach(() => {
  for (const one of open.splice(0)) one.close();
});

async function serve(...how: Parameters<typeof peer>): Promise<Peer> {
  const made = await peer(...how);
  open.push(made);
  return made;
}

function endpoint(port: number, more: Partial<Endpoint> = {}): Endpoint {
  const usual = { host: "127.0.0.1", user: "admin", password: "secret", tls: undefined };
  return { ...usual, port, patience: 5000, ...more };
}

async function session(script: Script, more: Partial<Endpoint> = {}): Promise<Session> {
  const { port } = await serve(script);
  const opened = await routerLink(endpoint(port, more)).open();
  if (!opened.ok) throw new Error(JSON.stringify(opened.trouble));
  open.push(opened.session);
  return opened.session;
}

const command = { path: "/ip/firewall/filter/print" };

describe("a command", () => {
  test("gives rows as texts, whatever they look like", async () => {
    const { run } = await session(({ reply }) =>
      reply(["!re", "=.id=*1", "=list=123", "=comment=a=b", "=disabled=false"], ["!done"]),
    );
    const reply = await run(command);
    expect(reply).toEqual({
      ok: true,
      rows: [{ ".id": "*1", list: "123", comment: "a=b", disabled: "false" }],
      ret: undefined,
    });
  });

  test("that finds nothing settles, also where the router says !empty", async () => {
    const { run } = await session(({ reply }) => reply(["!empty"], ["!done"]));
    expect(await run(command)).toEqual({ ok: true, rows: [], ret: undefined });
  });

  test("that adds gives the id", async () => {
    const { run } = await session(({ reply }) => reply(["!done", "=ret=*1F"]));
    expect(await run(command)).toMatchObject({ ok: true, ret: "*1F" });
  });

  test("that is refused says why, with the category, and that of two traps which came first", async () => {
    const { run } = await session(({ reply }) =>
      reply(
        ["!trap", "=category=1", "=message=input does not match any value of interface"],
        ["!trap", "=message=another"],
        ["!done"],
      ),
    );
    expect(await run(command)).toEqual({
      ok: false,
      trouble: {
        kind: "trap",
        command: command.path,
        message: "input does not match any value of interface",
        category: 1,
      },
    });
  });

  test("goes out as it is written: attributes, wanted properties, queries", async () => {
    const { port, heard } = await serve(({ reply }) => reply(["!done"]));
    const opened = await routerLink(endpoint(port)).open();
    if (!opened.ok) throw new Error("not open");
    open.push(opened.session);
    await opened.session.run({
      path: "/ip/firewall/address-list/print",
      attributes: { stats: "" },
      proplist: [".id", "list"],
      queries: ["list=a", "list=b", "#|"],
    });
    expect(heard.at(-1)).toEqual([
      "/ip/firewall/address-list/print",
      "=stats=",
      "=.proplist=.id,list",
      "?list=a",
      "?list=b",
      "?#|",
    ]);
  });

  test.each(["Büro", "日本", "a\0b", "\u0081"])("with the text %j is not sent", async (text) => {
    const { port, heard } = await serve(({ reply }) => reply(["!done"]));
    const opened = await routerLink(endpoint(port)).open();
    if (!opened.ok) throw new Error("not open");
    open.push(opened.session);
    const before = heard.length;
    const reply = await opened.session.run({ ...command, attributes: { comment: text } });
    expect(reply).toMatchObject({ ok: false, trouble: { kind: "unsendable" } });
    expect(heard.length).toBe(before);
  });
});

describe("a thousand commands at once", () => {
  test("go out in order, sixty-four at a time, and each gets its own answer", async () => {
    let most = 0;
    const waiting: (() => void)[] = [];
    const { run } = await session(({ words, reply }) => {
      const number = words.find((word) => word.startsWith("=number=")) ?? "";
      waiting.push(() => reply(["!re", number], ["!done"]));
      most = Math.max(most, waiting.length);
      // Answered last first, once all that may come has come.
      setTimeout(() => waiting.pop()?.(), 2);
    });
    const numbers = Array.from({ length: 1000 }, (_, index) => String(index));
    const replies = await Promise.all(
      numbers.map((number) => run({ ...command, attributes: { number } })),
    );
    expect(replies.map((reply) => (reply.ok ? reply.rows[0]?.["number"] : undefined))).toEqual(
      numbers,
    );
    expect(most).toBeGreaterThan(8);
    expect(most).toBeLessThanOrEqual(64);
  });
});

describe("a reply in pieces", () => {
  test.each([1, 2, 3, 7, 100])("of %i bytes is the same reply", async (size) => {
    const long = "x".repeat(20_000);
    const { run } = await session(({ socket, tag }) => {
      const bytes = Buffer.concat([
        sentence(["!re", `=comment=${long}`, tag]),
        sentence(["!re", "=comment=", tag]),
        sentence(["!done", tag]),
      ]);
      // The long word as one piece, so that the test ends today.
      const pieces = size < 100 ? [bytes.subarray(0, 20_000), bytes.subarray(20_000)] : [bytes];
      for (const piece of pieces) {
        const step = piece.length > 19_000 ? piece.length : size;
        for (let at = 0; at < piece.length; at += step) socket.write(piece.subarray(at, at + step));
      }
    });
    const reply = await run(command);
    expect(reply.ok && reply.rows).toEqual([{ comment: long }, { comment: "" }]);
  });

  test("whose last byte comes alone is not withheld", async () => {
    const { run } = await session(({ socket, tag }) => {
      const bytes = sentence(["!done", tag]);
      socket.setNoDelay(true);
      socket.write(bytes.subarray(0, -1));
      setTimeout(() => socket.write(bytes.subarray(-1)), 20);
    });
    expect(await run(command)).toMatchObject({ ok: true });
  });

  test("of a hundred thousand rows is whole", async () => {
    const { run } = await session(({ socket, tag }) => {
      const row = (index: number): Buffer => sentence(["!re", `=.id=*${index.toString(16)}`, tag]);
      socket.write(Buffer.concat(Array.from({ length: 100_000 }, (_, index) => row(index))));
      socket.write(sentence(["!done", tag]));
    });
    const reply = await run(command);
    expect(reply.ok && reply.rows.length).toBe(100_000);
    expect(reply.ok && reply.rows.at(-1)).toEqual({ ".id": "*1869f" });
  });
});

describe("a connection that ends", () => {
  const ends: Readonly<Record<string, readonly [Script, string]>> = {
    "when the router closes it": [({ socket }) => socket.end(), "closed"],
    "by a reset": [({ socket }) => socket.resetAndDestroy(), "reset"],
    "in silence": [() => undefined, "silent"],
    "with !fatal": [
      ({ socket }) => socket.write(sentence(["!fatal", "session terminated on request"])),
      "fatal",
    ],
    "in garbage": [({ socket }) => socket.write("HTTP/1.1 400 Bad Request\r\n\r\n"), "garbage"],
    "in a reply that nobody waits for": [
      ({ socket }) => socket.write(sentence(["!done", ".tag=nobody"])),
      "garbage",
    ],
    "in a reply that there is not": [({ reply }) => reply(["!what"]), "garbage"],
    "in a reserved length": [({ socket }) => socket.write(Buffer.of(0xf8, 1, 2, 3)), "garbage"],
  };

  test.each(Object.entries(ends))(
    "%s settles what waits and what comes",
    async (_, [script, how]) => {
      const { run, lost } = await session(script, { patience: 200 });
      const replies = await Promise.all([run(command), run(command), run(command)]);
      for (const reply of [...replies, await run(command)]) {
        expect(reply).toMatchObject({ ok: false, trouble: { kind: "lost", how } });
      }
      expect(lost()).toMatchObject({ how });
    },
  );

  test("is told with what the router said last", async () => {
    const { run } = await session(({ socket }) =>
      socket.write(sentence(["!fatal", "session terminated"])),
    );
    expect(await run(command)).toMatchObject({ trouble: { detail: "session terminated" } });
  });
});

describe("a login", () => {
  test("in the old form answers the challenge", async () => {
    const challenge = "00112233445566778899aabbccddeeff";
    const digest = createHash("md5")
      .update(Buffer.concat([Buffer.of(0), Buffer.from("secret"), Buffer.from(challenge, "hex")]))
      .digest("hex");
    const { port, heard } = await serve(({ reply }) => reply(["!done"]), undefined, {
      "/login": ({ words, reply }) =>
        reply(
          words.some((word) => word.startsWith("=response="))
            ? ["!done"]
            : ["!done", `=ret=${challenge}`],
        ),
    });
    const opened = await routerLink(endpoint(port)).open();
    if (opened.ok) open.push(opened.session);
    expect(opened.ok).toBe(true);
    expect(heard).toContainEqual(["/login", "=name=admin", `=response=00${digest}`]);
  });

  test("with a wrong password is told", async () => {
    const { port } = await serve(() => undefined, undefined, {
      "/login": ({ reply }) =>
        reply(["!trap", "=message=invalid user name or password (6)"], ["!done"]),
    });
    expect(await routerLink(endpoint(port)).open()).toMatchObject({
      ok: false,
      trouble: { kind: "login" },
    });
  });

  test.each([
    ["says nothing", () => undefined, { kind: "lost", how: "silent" }],
    ["closes", ({ socket }) => socket.end(), { kind: "lost", how: "closed" }],
    [
      "is no router",
      ({ socket }) => socket.write("220 ready\r\n"),
      { kind: "lost", how: "garbage" },
    ],
    [
      "ends the session",
      ({ socket }) => socket.write(sentence(["!fatal", "too many sessions"])),
      { kind: "lost", how: "fatal", detail: "too many sessions" },
    ],
  ] satisfies readonly (readonly [string, Script, object])[])(
    "to what %s is told",
    async (_, login, trouble) => {
      const { port } = await serve(() => undefined, undefined, { "/login": login });
      const opened = await routerLink(endpoint(port, { patience: 300 })).open();
      expect(opened).toMatchObject({ ok: false, trouble });
    },
  );

  test("to a closed port is told by the system's name", async () => {
    const { port, close } = await peer(() => undefined);
    close();
    expect(await routerLink(endpoint(port)).open()).toEqual({
      ok: false,
      trouble: { kind: "unreachable", code: "ECONNREFUSED" },
    });
  });

  test("to a name that there is not is told by the system's name", async () => {
    const opened = await routerLink(endpoint(1, { host: "no-such-host.invalid" })).open();
    expect(opened).toMatchObject({ ok: false, trouble: { kind: "unreachable" } });
    const code = opened.ok || opened.trouble.kind !== "unreachable" ? "" : opened.trouble.code;
    expect(["ENOTFOUND", "EAI_AGAIN"]).toContain(code);
  });
});
