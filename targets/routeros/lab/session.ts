import { randomBytes } from "node:crypto";
import type { Socket } from "node:net";
import { type Answer, done, trapOf, trapped, trapWords } from "./answer.js";
import type { Device } from "./device.js";
import { runCommand } from "./dispatch.js";
import { type Request, requestOf } from "./request.js";
import { badLogin, challengeResponse, type LabUser, may } from "./user.js";
import { encodeSentence, sentenceReader } from "./wire.js";

/** Rows that go out before other commands of the same connection get their turn. */
const rowsAtOnce = 256;

/**
 * One API connection until it closes. Commands with tags run side by side: a long reply gives way to others, and
 * to a client that reads slowly. Those without wait for each other, or nobody could tell their replies apart.
 */
export function serve(socket: Socket, device: Device): void {
  const session = {};
  const reader = sentenceReader();
  /** Commands whose replies are still on their way, by tag. */
  const running = new Map<string | undefined, Running>();
  const waiting: Request[] = [];
  /** What goes on when the client has read what it was sent. */
  const stalled: (() => void)[] = [];
  let user: LabUser | undefined;
  let challenge: Buffer | undefined;
  let isOpen = true;

  const send = (tag: string | undefined, words: readonly string[]): void => {
    if (!isOpen) return;
    socket.write(encodeSentence(tag === undefined ? words : [...words, `.tag=${tag}`]));
  };
  const finish = (tag: string | undefined, ret?: string): void => {
    send(tag, ret === undefined ? ["!done"] : ["!done", `=ret=${ret}`]);
  };
  const fatal = (message: string): void => {
    send(undefined, ["!fatal", message]);
    isOpen = false;
    socket.end();
  };

  const reply = (answer: Answer, tag: string | undefined): void => {
    switch (answer.kind) {
      case "fatal":
        fatal(answer.message);
        return;
      case "trap":
        send(tag, trapWords(answer.trap));
        finish(tag);
        return;
      case "done":
        finish(tag, answer.ret);
        return;
      case "rows":
        stream({ rows: answer.rows[Symbol.iterator](), isCancelled: false }, tag);
    }
  };

  const stream = (command: Running, tag: string | undefined): void => {
    running.set(tag, command);
    let isFirst = true;
    const more = (): void => {
      if (!isOpen || command.isCancelled) return;
      const sentences: Buffer[] = [];
      for (let count = 0; count < rowsAtOnce; count++) {
        const next = command.rows.next();
        if (next.done === true) {
          socket.write(Buffer.concat(sentences));
          if (isFirst && device.version.saysEmpty) send(tag, ["!empty"]);
          finish(tag);
          running.delete(tag);
          follow();
          return;
        }
        isFirst = false;
        const words = ["!re", ...next.value.map(([name, value]) => `=${name}=${value}`)];
        sentences.push(encodeSentence(tag === undefined ? words : [...words, `.tag=${tag}`]));
      }
      if (socket.write(Buffer.concat(sentences))) setImmediate(more);
      else stalled.push(more);
    };
    more();
  };

  const follow = (): void => {
    while (isOpen && !running.has(undefined)) {
      const next = waiting.shift();
      if (next === undefined) return;
      run(next);
    }
  };

  const run = (request: Request): void => {
    if (request.menu === "" && request.command === "login") reply(logIn(request), request.tag);
    else if (user === undefined) fatal("not logged in");
    else if (request.menu === "" && request.command === "quit") {
      fatal("session terminated on request");
    } else if (request.menu === "" && request.command === "cancel") cancel(request);
    else reply(runCommand(device, request, { session, user }), request.tag);
  };

  /** RouterOS manual, "API", "Initial login": with name and password from 6.43, by a challenge before. */
  const logIn = ({ attributes }: Request): Answer => {
    const { users, login } = device.settings;
    const response = attributes.get("response");
    if (login === "challenge" && response === undefined) {
      challenge = randomBytes(16);
      return { kind: "done", ret: challenge.toString("hex") };
    }
    const found = users.find(({ name }) => bytesOf(name) === attributes.get("name"));
    const known = challenge;
    challenge = undefined;
    const isRight =
      found !== undefined &&
      (login === "challenge"
        ? known !== undefined && response === challengeResponse(found.password, known)
        : bytesOf(found.password) === (attributes.get("password") ?? ""));
    if (!isRight || !may(found, "api")) return trapped(badLogin);
    user = found;
    return done;
  };

  const cancel = ({ attributes, tag }: Request): void => {
    const wanted = attributes.get("tag");
    const cancelled = [...running].filter(([other]) => wanted === undefined || other === wanted);
    if (wanted !== undefined && cancelled.length === 0) {
      reply(trapped(trapOf("unknown tag", "api")), tag);
      return;
    }
    for (const [other, command] of cancelled) {
      command.isCancelled = true;
      running.delete(other);
      send(other, trapWords(trapOf("interrupted", "interrupted")));
    }
    finish(tag);
    for (const [other] of cancelled) finish(other);
    follow();
  };

  const receive = (chunk: Uint8Array): void => {
    for (const arrival of reader(chunk)) {
      if (!isOpen) return;
      if (arrival.kind === "broken") {
        fatal(arrival.why);
        return;
      }
      // A comment, such as the keep-alive of a common client.
      if (arrival.words[0]?.startsWith("#") === true) continue;
      const request = requestOf(arrival.words);
      if (request.tag === undefined && running.has(undefined) && request.command !== "cancel") {
        waiting.push(request);
      } else {
        run(request);
      }
    }
    // Who does not read its replies is not heard until it does.
    if (isOpen && socket.writableNeedDrain) {
      socket.pause();
      stalled.push(() => socket.resume());
    }
  };

  socket.on("data", receive);
  socket.on("drain", () => {
    for (const goOn of stalled.splice(0)) goOn();
  });
  // What goes wrong with a connection ends it; its safe mode is undone all the same.
  socket.on("error", () => socket.destroy());
  socket.on("close", () => {
    isOpen = false;
    device.safeMode.closed(session);
  });
}

/** A reply that is still being sent. */
interface Running {
  readonly rows: Iterator<readonly (readonly [string, string])[]>;
  isCancelled: boolean;
}

/** A text of ours as a word: one character a byte. */
function bytesOf(text: string): string {
  return Buffer.from(text, "utf8").toString("latin1");
}
