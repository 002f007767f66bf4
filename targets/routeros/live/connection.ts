import type { Socket } from "node:net";
import { TLSSocket } from "node:tls";
import type { Channel } from "routeros-client";
import type { Command, Ends, Lost, Reply, Trouble } from "../device/session.js";
import type { Endpoint } from "./endpoint.js";
import { type Connecting, type Library, loadLibrary } from "./library.js";
import { awaitLogin } from "./login.js";
import { newQueue, type Queue } from "./queue.js";
import { noReplies, type Replies, replyWords, takeReply } from "./replies.js";
import { type Arrival, sentenceCutter } from "./sentences.js";
import { newWatch, type Watch } from "./watch.js";
import { wordsOf } from "./words.js";

/** A connection after the login. Every command settles, whatever becomes of the router. */
export interface Connection {
  readonly ends: Ends;
  run(command: Command): Promise<Reply>;
  lost(): Lost | undefined;
  close(): void;
}

export type Connected =
  | { readonly ok: true; readonly connection: Connection }
  | { readonly ok: false; readonly trouble: Trouble };

/** Connects and logs in. */
export async function connect(endpoint: Endpoint): Promise<Connected> {
  const library = await loadLibrary(endpoint);
  const exchange = newExchange(library, endpoint.patience);
  Reflect.set(library.api, "openChannel", () => openChannel(exchange, noReplies()).channel);
  const connecting = library.connect();
  listen(exchange, connecting);
  const { socket } = connecting;
  const trouble = await awaitLogin(connecting, endpoint, () => exchange.lost);
  if (trouble !== undefined) {
    socket.destroy();
    return { ok: false, trouble };
  }
  return {
    ok: true,
    connection: {
      ends: endsOf(socket, endpoint.port),
      run: (command) => run(exchange, command),
      lost: () => exchange.lost,
      close: () => {
        fail(exchange, { kind: "lost", how: "closed", detail: "we closed it" });
        socket.destroySoon();
      },
    },
  };
}

/**
 * Takes over from the library what becomes of the socket: its own listeners forget what waits, and pass a second
 * error to nobody, which ends the process.
 */
function listen(exchange: Exchange, { socket, receiver }: Connecting): void {
  for (const event of ["data", "end", "error", "timeout"]) socket.removeAllListeners(event);
  const end = (how: Lost["how"], detail: string): void => {
    fail(exchange, { kind: "lost", how, detail });
    // Closed in the usual way, the kernel would go on sending what has not arrived, minutes after it was given up.
    if (how === "silent" && !(socket instanceof TLSSocket)) socket.resetAndDestroy();
    else socket.destroy();
  };
  socket.setNoDelay(true);
  exchange.hold = (on) => {
    if (on) socket.cork();
    else socket.uncork();
  };
  const cut = sentenceCutter();
  socket.on("data", (chunk: Buffer) => {
    exchange.watch.heard();
    for (const arrival of cut(chunk)) {
      const last = lastWords(exchange, arrival);
      if (last !== undefined) {
        end(last.how, last.detail);
        return;
      }
      if (arrival.kind === "sentence") receiver.processRawData(arrival.bytes);
    }
  });
  socket.on("error", ({ message }) => end("reset", message));
  socket.on("end", () => end("closed", ""));
  socket.on("close", () => end("closed", ""));
  exchange.watch.onSilence(() => end("silent", ""));
}

/** What ends the connection by itself. */
function lastWords(exchange: Exchange, arrival: Arrival): Omit<Lost, "kind"> | undefined {
  if (arrival.kind === "garbage") return { how: "garbage", detail: arrival.detail };
  const { words } = arrival;
  if (words[0] === "!fatal") return { how: "fatal", detail: words.slice(1).join(" ") };
  if (isAwaited(exchange, words)) return undefined;
  return { how: "garbage", detail: JSON.stringify(words.slice(0, 4)) };
}

/** Whether the library knows what to do with a sentence; it would throw at another. */
function isAwaited(exchange: Exchange, [reply = "", ...rest]: readonly string[]): boolean {
  const tag = rest.find((word) => word.startsWith(".tag="))?.slice(".tag=".length);
  return tag !== undefined && exchange.open.has(tag) && replyWords.has(reply);
}

function endsOf(socket: Socket, port: number): Ends {
  const plain = (address = ""): string => address.replace(/^::ffff:(?=\d+\.)/u, "");
  return {
    localAddress: plain(socket.localAddress),
    remoteAddress: plain(socket.remoteAddress),
    remotePort: socket.remotePort ?? port,
  };
}

/** Commands and their replies on one connection. */
interface Exchange {
  readonly library: Library;
  readonly watch: Watch;
  /** Tags that a reply may carry; none of them is used twice. */
  readonly open: Set<string>;
  tags: number;
  /** How each command under way ends when the connection does. */
  readonly underWay: Map<string, (lost: Lost) => void>;
  readonly queue: Queue<() => void>;
  lost: Lost | undefined;
  /** Gathers what is written until it is let go. */
  hold: (on: boolean) => void;
}

/** So many commands are under way at most. */
const windowSize = 64;

function newExchange(library: Library, patience: number): Exchange {
  return {
    library,
    watch: newWatch(patience),
    open: new Set(),
    tags: 0,
    underWay: new Map(),
    queue: newQueue(),
    lost: undefined,
    hold: () => undefined,
  };
}

function run(exchange: Exchange, command: Command): Promise<Reply> {
  const worded = wordsOf(command);
  if (!worded.ok) {
    const { path } = command;
    return Promise.resolve({
      ok: false,
      trouble: { kind: "unsendable", command: path, text: worded.text },
    });
  }
  return new Promise((resolve) => {
    exchange.queue.put(() => send(exchange, command.path, worded.words, resolve));
    sendMore(exchange);
  });
}

function sendMore(exchange: Exchange): void {
  while (exchange.underWay.size < windowSize) {
    const next = exchange.queue.take();
    if (next === undefined) return;
    next();
  }
}

function send(
  exchange: Exchange,
  path: string,
  words: string[],
  resolve: (reply: Reply) => void,
): void {
  if (exchange.lost !== undefined) {
    resolve({ ok: false, trouble: exchange.lost });
    return;
  }
  const replies = noReplies();
  const { channel, tag } = openChannel(exchange, replies);
  const settle = (reply: Reply): void => {
    if (!exchange.underWay.delete(tag)) return;
    exchange.watch.waitFor(exchange.underWay.size);
    resolve(reply);
    sendMore(exchange);
  };
  exchange.underWay.set(tag, (lost) => settle({ ok: false, trouble: lost }));
  exchange.watch.waitFor(exchange.underWay.size);
  // The library writes a word at a time; each as a segment of its own would wait for the acknowledgement of the last.
  exchange.hold(true);
  const answered = channel.write(words);
  exchange.hold(false);
  answered.then(
    () => settle({ ok: true, rows: replies.rows, ret: replies.ret }),
    () => {
      const trap = replies.trap ?? { message: "it did not say why", category: undefined };
      settle({ ok: false, trouble: { kind: "trap", command: path, ...trap } });
    },
  );
}

/** What the library waits on, made to end with each command and never to throw. */
function openChannel(
  exchange: Exchange,
  replies: Replies,
): { readonly channel: Channel; readonly tag: string } {
  const tag = String(++exchange.tags);
  const channel = exchange.library.newChannel(tag, (words) => {
    if (!takeReply(replies, words)) return;
    exchange.open.delete(tag);
    if (replies.trap !== undefined) channel.emit("trap", replies.trap);
    // The old login takes its challenge from here.
    else channel.emit("done", replies.ret === undefined ? [] : [{ ret: replies.ret }]);
    channel.close();
  });
  exchange.open.add(tag);
  return { channel, tag };
}

/** Ends everything that waits; only the first reason counts. */
function fail(exchange: Exchange, lost: Lost): void {
  if (exchange.lost !== undefined) return;
  exchange.lost = lost;
  exchange.watch.waitFor(0);
  for (const settle of [...exchange.underWay.values()]) settle(lost);
  for (let next = exchange.queue.take(); next !== undefined; next = exchange.queue.take()) next();
}
