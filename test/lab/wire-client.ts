import { connect, type Socket } from "node:net";
import { connect as connectTls, type ConnectionOptions } from "node:tls";

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
  const heard: (readonly string[])[] = [];
  const listeners: ((words: readonly string[] | undefined) => void)[] = [];
  let rest: Buffer = Buffer.alloc(0);
  let words: string[] = [];
  let isOver = false;
  socket.on("data", (chunk: Buffer) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let at = 0;
    for (;;) {
      const read = readWord(rest, at);
      if (read === undefined) break;
      at = read.next;
      if (read.word !== "") words.push(read.word);
      else {
        const listener = listeners.shift();
        if (listener === undefined) heard.push(words);
        else listener(words);
        words = [];
      }
    }
    rest = rest.subarray(at);
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
      const next = heard.shift();
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

function sentenceBytes(words: readonly string[]): Buffer {
  return Buffer.concat([...words.map((word) => wordBytes(word)), Buffer.from([0])]);
}

/** @param form bytes of the length's code; the shortest that fits unless given */
function wordBytes(word: string, form?: number): Buffer {
  const bytes = Buffer.from(word, "latin1");
  const size = bytes.length;
  const shortest = [0x80, 0x4000, 0x200000, 0x10000000].findIndex((limit) => size < limit) + 1;
  const length = form ?? (shortest === 0 ? 5 : shortest);
  const code = Buffer.alloc(5);
  code.writeUInt32BE(size, 1);
  const lead = [0, 0x80, 0xc0, 0xe0, 0xf0][length - 1] ?? 0;
  const prefix = code.subarray(5 - length);
  prefix[0] = lead | (length === 5 ? 0 : (prefix[0] ?? 0));
  return Buffer.concat([prefix, bytes]);
}

function readWord(bytes: Buffer, at: number): { word: string; next: number } | undefined {
  const lead = bytes[at];
  if (lead === undefined) return undefined;
  const [more, mask] =
    lead < 0x80
      ? [0, 0x7f]
      : lead < 0xc0
        ? [1, 0x3f]
        : lead < 0xe0
          ? [2, 0x1f]
          : lead < 0xf0
            ? [3, 0x0f]
            : [4, 0];
  if (bytes.length < at + 1 + more) return undefined;
  let size = lead & mask;
  for (let index = 1; index <= more; index++) size = size * 256 + (bytes[at + index] ?? 0);
  const start = at + 1 + more;
  if (bytes.length < start + size) return undefined;
  return { word: bytes.toString("latin1", start, start + size), next: start + size };
}
