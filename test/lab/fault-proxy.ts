import { connect, createServer, type Server, type Socket } from "node:net";
import { sentenceSplitter } from "./wire-codec.js";

/**
 * Stands between a client and a lab, and does to the connection what networks do. Nothing is ever reordered or
 * changed: bytes come late, in other pieces, or not at all.
 */
export interface Faults {
  /** What happens at the n-th sentence of the client, counted over all its connections. */
  readonly cut?: Cut;
  /** The zero byte that ends a reply's sentence comes in a segment of its own, a little later. */
  readonly splitsLastZero?: boolean;
  /** Added to each piece of a reply, in milliseconds. */
  readonly replyDelay?: number;
  /** Bytes in a segment to the client, at most. */
  readonly segment?: number;
}

export interface Cut {
  /** `reset` both ends; `black-hole` lets nothing through any more, with both ends open; `stall` for a while. */
  readonly how: "reset" | "black-hole" | "stall";
  /** 1 is the first of those that count. */
  readonly at: number;
  /** Whether the sentence itself still comes through, so that only its reply is lost. Default false. */
  readonly delivered?: boolean;
  /** Which sentences count; default all. See {@link isWrite}. */
  readonly counts?: (words: readonly string[]) => boolean;
  /** Of a stall, in milliseconds. */
  readonly lasts?: number;
  /** Whether connections made afterwards fare no better. Default false: the network is well again. */
  readonly forGood?: boolean;
}

export interface FaultProxy {
  readonly host: string;
  readonly port: number;
  /** The sentences of the client so far, whether they came through or not. */
  readonly sentences: readonly (readonly string[])[];
  /** How many of them counted. */
  readonly counted: number;
  /** Bytes of the router's replies so far. */
  readonly replied: number;
  /** Settles when the cut has happened. */
  readonly cut: Promise<void>;
  readonly connections: number;
  stop(): Promise<void>;
}

/** Whether a sentence changes something on the router. */
export function isWrite(words: readonly string[]): boolean {
  const [command = ""] = words;
  return !/^\/(?:login|quit|cancel)$|\/(?:print|get|find)$/u.test(command);
}

export async function faultProxy(
  target: { readonly host: string; readonly port: number },
  faults: Faults = {},
): Promise<FaultProxy> {
  const sentences: (readonly string[])[] = [];
  const sockets = new Set<Socket>();
  let counted = 0;
  let connections = 0;
  let replied = 0;
  let isDown = false;
  const cutHappened = deferred();

  const server = createServer((client) => {
    connections++;
    sockets.add(client);
    client.setNoDelay(true);
    client.on("error", () => undefined);
    client.on("close", () => sockets.delete(client));
    if (isDown) {
      if (faults.cut?.how === "reset") client.resetAndDestroy();
      // A black hole answers nothing, whoever calls.
      return;
    }
    pass(client);
  });

  const pass = (client: Socket): void => {
    const router = connect(target.port, target.host);
    sockets.add(router);
    router.setNoDelay(true);
    router.on("close", () => sockets.delete(router));
    const link: Link = { client, router, isHole: false, until: 0 };
    const split = sentenceSplitter();
    /** What the client says goes on in order, also after a stall. */
    let queue = Promise.resolve();
    const forward = (bytes: Buffer): void => {
      queue = queue.then(async () => {
        const rest = link.until - Date.now();
        if (rest > 0) await pause(rest);
        if (!link.isHole && !router.destroyed) router.write(bytes);
      });
    };
    const reply = replyWriter(link, faults);

    client.on("data", (chunk: Buffer) => {
      for (const { words, bytes } of split(chunk)) {
        sentences.push(words);
        const { cut } = faults;
        const doesCount = cut !== undefined && (cut.counts ?? (() => true))(words);
        if (doesCount) counted++;
        if (!doesCount || counted !== cut.at || link.isHole) {
          forward(bytes);
          continue;
        }
        if (cut.delivered === true) forward(bytes);
        isDown = cut.forGood === true;
        void queue.then(() => {
          strike(link, cut);
          if (cut.delivered !== true && cut.how === "stall") forward(bytes);
          cutHappened.resolve();
        });
        // What follows in the same segment is not heard either.
        if (cut.how !== "stall") return;
      }
    });
    router.on("data", (chunk: Buffer) => {
      replied += chunk.length;
      reply(chunk);
    });
    client.on("end", () => {
      if (!link.isHole) void queue.then(() => router.end());
    });
    router.on("end", () => {
      if (!link.isHole) client.end();
    });
    client.on("close", () => {
      if (!link.isHole) void queue.then(() => router.destroy());
    });
    router.on("error", () => undefined);
    router.on("close", () => {
      if (!link.isHole) client.destroySoon();
    });
  };

  const port = await listening(server);
  return {
    host: "127.0.0.1",
    port,
    sentences,
    get counted() {
      return counted;
    },
    get connections() {
      return connections;
    },
    get replied() {
      return replied;
    },
    cut: cutHappened.promise,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

interface Link {
  readonly client: Socket;
  readonly router: Socket;
  /** Nothing passes, and no end learns that the other has gone. */
  isHole: boolean;
  /** Nothing passes before this. */
  until: number;
}

function strike(link: Link, { how, lasts = 0 }: Cut): void {
  switch (how) {
    case "reset":
      link.client.resetAndDestroy();
      // After what was delivered has left: a reset throws away what is still in the buffer.
      if (link.router.writableLength === 0) link.router.resetAndDestroy();
      else link.router.once("drain", () => link.router.resetAndDestroy());
      return;
    case "black-hole":
      link.isHole = true;
      return;
    case "stall":
      link.until = Date.now() + lasts;
  }
}

/** Pieces in order, each as late as it has to be. */
function replyWriter(link: Link, faults: Faults): (chunk: Buffer) => void {
  const { replyDelay = 0, segment = Infinity, splitsLastZero = false } = faults;
  let queue = Promise.resolve();
  return (chunk) => {
    const due = Date.now() + replyDelay;
    queue = queue.then(async () => {
      const rest = Math.max(due, link.until) - Date.now();
      if (rest > 0) await pause(rest);
      for (const [index, piece] of piecesOf(chunk, segment, splitsLastZero).entries()) {
        if (index > 0) await pause(2);
        if (!link.isHole && !link.client.destroyed) link.client.write(piece);
      }
    });
  };
}

function piecesOf(chunk: Buffer, segment: number, splitsLastZero: boolean): readonly Buffer[] {
  const pieces: Buffer[] = [];
  const isSplit = splitsLastZero && chunk.at(-1) === 0 && chunk.length > 1;
  const end = isSplit ? chunk.length - 1 : chunk.length;
  for (let at = 0; at < end; at += segment) {
    pieces.push(chunk.subarray(at, Math.min(end, at + segment)));
  }
  if (isSplit) pieces.push(chunk.subarray(end));
  return pieces;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function listening(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      if (typeof address === "string" || address === null) throw new Error("no port");
      resolve(address.port);
    });
  });
}

function deferred(): { readonly promise: Promise<void>; resolve(): void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve: () => resolve() };
}
