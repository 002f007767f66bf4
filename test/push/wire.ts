import { createServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer, type TlsOptions } from "node:tls";

/** The tests' own coding of sentences, written from the manual, so that nothing of the product checks itself. */
export function sentence(words: readonly string[]): Buffer {
  const coded = words.map((word) => {
    const bytes = Buffer.from(word, "latin1");
    return Buffer.concat([lengthOf(bytes.length), bytes]);
  });
  return Buffer.concat([...coded, Buffer.of(0)]);
}

function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.of(length);
  if (length < 0x4000) return Buffer.of(0x80 | (length >> 8), length & 255);
  if (length < 0x200000) {
    return Buffer.of(0xc0 | (length >> 16), (length >> 8) & 255, length & 255);
  }
  return Buffer.of(0xe0 | (length >>> 24), (length >> 16) & 255, (length >> 8) & 255, length & 255);
}

/** Reads whole sentences of a client, whose words are short enough here. */
function sentences(take: (words: string[]) => void): (chunk: Buffer) => void {
  let pending = Buffer.alloc(0);
  let words: string[] = [];
  return (chunk) => {
    pending = Buffer.concat([pending, chunk]);
    for (;;) {
      const first = pending[0];
      if (first === undefined) return;
      const size = first < 0x80 ? 1 : first < 0xc0 ? 2 : first < 0xe0 ? 3 : 4;
      if (pending.length < size) return;
      const top = first & (size === 1 ? 0x7f : 0xff >> size);
      const length = pending.subarray(1, size).reduce((sum, byte) => sum * 256 + byte, top);
      if (pending.length < size + length) return;
      const word = pending.toString("latin1", size, size + length);
      pending = pending.subarray(size + length);
      if (length > 0) words.push(word);
      else {
        take(words);
        words = [];
      }
    }
  };
}

/** What a scripted router answers to one sentence; `tag` is that of the sentence, as its word. */
export type Script = (said: Said) => void;

export interface Said {
  readonly words: readonly string[];
  readonly tag: string;
  readonly socket: Socket;
  /** Sends sentences, each with the tag. */
  reply(...sentences: (readonly string[])[]): void;
}

export interface Peer {
  readonly port: number;
  /** All that was said to it, without tags. */
  readonly heard: readonly (readonly string[])[];
  close(): void;
}

/** A peer on loopback that answers logins and the two questions after it by itself, the rest by its script. */
export async function peer(
  script: Script,
  tls?: TlsOptions,
  raw: Partial<Record<string, Script>> = {},
): Promise<Peer> {
  const heard: (readonly string[])[] = [];
  const sockets = new Set<Socket>();
  const serve = (socket: Socket): void => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.on(
      "data",
      sentences((words) => {
        const tag = words.find((word) => word.startsWith(".tag=")) ?? "";
        const rest = words.filter((word) => word !== tag);
        heard.push(rest);
        const said: Said = {
          words: rest,
          tag,
          socket,
          reply: (...replies) => {
            for (const reply of replies) socket.write(sentence([...reply, tag]));
          },
        };
        const command = rest[0] ?? "";
        const known = raw[command] ?? polite[command];
        if (known === undefined) script(said);
        else known(said);
      }),
    );
  };
  const server: Server = tls === undefined ? createServer(serve) : createTlsServer(tls, serve);
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    port,
    heard,
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

const polite: Readonly<Record<string, Script>> = {
  "/login": ({ reply }) => reply(["!done"]),
  "/system/resource/print": ({ reply }) =>
    reply(["!re", "=version=7.24 (stable)", "=board-name=CHR"], ["!done"]),
  "/system/identity/print": ({ reply }) => reply(["!re", "=name=edge"], ["!done"]),
};
