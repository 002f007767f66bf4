import { connect, type Socket } from "node:net";
import { connect as connectTls, type ConnectionOptions } from "node:tls";
import { sentenceBytes, sentenceSplitter } from "./wire-codec.js";

/**
 * A client of the API that knows nothing of the product: written for these tests from the manual's page "API".
 * Words are strings of one character a byte.
 */
export interface WireClient {
  readonly socket: Socket;
  /** Sends a sentence. */
  say(words: readonly string[]): void;
  sayBytes(bytes: Uint8Array): void;
  /** The next sentence; undefined when the connection is closed before one comes. */
  hear(): Promise<readonly string[] | undefined>;
  /** Says a sentence and hears all of its reply: up to its `!done`, a `!fatal`, or the end. */
  ask(words: readonly string[]): Promise<readonly (readonly string[])[]>;
  /** Closes from this side, politely. */
  close(): Promise<void>;
  /** Settles when the connection is gone, from whichever side. */
  readonly closed: Promise<void>;
}

export async function wireClient(
  { host, port }: { readonly host: string; readonly port: number },
  tls?: ConnectionOptions,
): Promise<WireClient> {
  const socket =
    tls === undefined ? connect(port, host) : connectTls({ ...tls, host, port, servername: "lab" });
  const closed = new Promise<void>((resolve) => socket.once("close", () => resolve()));
  await new Promise<void>((resolve, reject) => {
    socket.once(tls === undefined ? "connect" : "secureConnect", () => resolve());
    socket.once("error", reject);
  });
  socket.on("error", () => undefined);
  let heard: (readonly string[])[] = [];
  /** So many of them have been taken; taking from the front of a long array costs its length. */
  let taken = 0;
  const listeners: ((words: readonly string[] | undefined) => void)[] = [];
  const split = sentenceSplitter();
  let isOver = false;
  socket.on("data", (chunk: Buffer) => {
    for (const { words } of split(chunk)) {
      const listener = listeners.shift();
      if (listener === undefined) heard.push(words);
      else listener(words);
    }
  });
  socket.on("close", () => {
    isOver = true;
    for (const listener of listeners.splice(0)) listener(undefined);
  });

  const client: WireClient = {
    socket,
    closed,
    say: (sentence) => client.sayBytes(sentenceBytes(sentence)),
    sayBytes: (bytes) => void socket.write(bytes),
    hear: () => {
      const next = heard[taken];
      if (next !== undefined) taken++;
      else if (taken > 0) [heard, taken] = [[], 0];
      if (next !== undefined || isOver) return Promise.resolve(next);
      return new Promise((resolve) => listeners.push(resolve));
    },
    ask: async (sentence) => {
      client.say(sentence);
      const reply: (readonly string[])[] = [];
      for (;;) {
        const next = await client.hear();
        if (next === undefined) return reply;
        reply.push(next);
        if (next[0] === "!done" || next[0] === "!fatal") return reply;
      }
    },
    close: async () => {
      socket.end();
      socket.destroySoon();
      await closed;
    },
  };
  return client;
}
