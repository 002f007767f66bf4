import { Socket } from "node:net";
import type * as Client from "routeros-client";
import type { Channel, Connector, Receiver, RouterOSAPI } from "routeros-client";
import type { Endpoint } from "./endpoint.js";

/**
 * The parts of the npm client that are used: its sockets, the login in both forms, the coding of words, the tags
 * and who waits for which. What it gets wrong is mended at the seams here (docs/decisions/0009-routeros-client.md).
 */
export interface Library {
  readonly api: RouterOSAPI;
  /** Starts to connect; the parts of the connection are there at once, before anything has been sent. */
  connect(): Connecting;
  /** @param take is given each reply's words */
  newChannel(tag: string, take: (words: readonly string[]) => void): Channel;
}

export interface Connecting {
  /** Settles when the login has been answered. */
  readonly done: Promise<unknown>;
  readonly socket: Socket;
  readonly connector: Connector;
  readonly receiver: Receiver;
}

export async function loadLibrary({ tls, ...login }: Endpoint): Promise<Library> {
  const { RouterOSAPI, Channel, Connector, Receiver } = await importQuietly();
  const { host, port, user, password } = login;
  const secured =
    tls === undefined
      ? {}
      : // The certificate is looked at before the login (trust.ts), which a refusal here would not tell of.
        { tls: { rejectUnauthorized: false, ...(tls.ca === undefined ? {} : { ca: tls.ca }) } };
  const api = new RouterOSAPI({ host, port, user, password, timeout: idleSeconds, ...secured });
  // While it waits it would send the word `#`, to which nobody knows the answer.
  Reflect.set(api, "holdConnection", () => undefined);
  const connectorOf = (): Connector => partOf(api, "connector", Connector);
  return {
    api,
    connect: () => {
      const done = api.connect();
      const connector = connectorOf();
      return {
        done,
        connector,
        socket: partOf(connector, "socket", Socket),
        receiver: partOf(connector, "receiver", Receiver),
      };
    },
    newChannel: (tag, take) => {
      const channel = new Channel(connectorOf());
      Reflect.set(channel, "id", tag);
      // Its own would throw at `!empty`, and forget a trap's category.
      Reflect.set(channel, "processPacket", take);
      return channel;
    },
  };
}

/** Its own timer is never to act: ours knows what is being waited for. */
const idleSeconds = 24 * 60 * 60;

/**
 * The library writes each word that it sends, the password too, to standard error if DEBUG says so when it loads, and
 * wants a module that it does not bring if ENV is `testing`.
 */
function importQuietly(): Promise<typeof Client> {
  imported ??= importOnce();
  return imported;
}

/** A push opens several connections, and a loader takes its time also for what it has loaded. */
let imported: Promise<typeof Client> | undefined;

async function importOnce(): Promise<typeof Client> {
  const { DEBUG, ENV } = process.env;
  delete process.env["DEBUG"];
  delete process.env["ENV"];
  try {
    return await import("routeros-client");
  } finally {
    if (DEBUG !== undefined) process.env["DEBUG"] = DEBUG;
    if (ENV !== undefined) process.env["ENV"] = ENV;
  }
}

/** A part that the library keeps to itself; the versions are pinned, so one that is missing is our bug. */
function partOf<T>(
  whole: object,
  name: string,
  // A class is known by its constructor, whatever that takes.
  type: abstract new (...args: never[]) => T,
): T {
  const part: unknown = Reflect.get(whole, name);
  if (part instanceof type) return part;
  throw new Error(`node-routeros has no ${name}`);
}
