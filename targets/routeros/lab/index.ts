import { createServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { parseRouterAddress } from "../simulate/router-address.js";
import { type LabClock, systemClock } from "./clock.js";
import { type Device, makeDevice } from "./device.js";
import { rowsOf } from "./menu.js";
import { type LabOptions, settingsOf } from "./options.js";
import { restore, savedState } from "./saved-state.js";
import { serve } from "./session.js";

export type { LabOptions } from "./options.js";
export { type LabClock, manualClock, type ManualClock } from "./clock.js";
export type { LabUser } from "./user.js";

/** A RouterOS stand-in that listens. It is not RouterOS: docs/lab.md says what it is. */
export interface Lab {
  readonly host: string;
  readonly port: number;
  readonly clock: LabClock;
  /** The rows of a menu as they are shown, `/ip/firewall/filter`; empty for a menu that is not there. */
  rows(menu: string): readonly Readonly<Record<string, string>>[];
  /**
   * Puts addresses on a list as a rule of the lab would that a packet of each has met.
   * @param milliseconds for how long
   */
  learn(list: string, addresses: readonly string[], milliseconds: number): void;
  /** Configuration and identity as a text, for `LabOptions.state`: what a router keeps over a restart. */
  saved(): string;
  /** Ends all connections, and listens no more. */
  stop(): Promise<void>;
}

/** A state that is none, or not of this version. */
export class LabStateError extends Error {}

/** Starts a lab; rejects when it can't listen, with the error of the system, or with {@link LabStateError}. */
export async function startLab(options: LabOptions = {}): Promise<Lab> {
  const settings = settingsOf(options);
  const clock = options.clock ?? systemClock();
  const changed = options.onChange ?? (() => undefined);
  const device = makeDevice(settings, clock, options.draws ?? Math.random, changed);
  const fault = options.state === undefined ? undefined : restore(device, options.state);
  if (fault !== undefined) throw new LabStateError(fault);
  const sockets = new Set<Socket>();
  const accept = (socket: Socket): void => {
    if (sockets.size >= settings.maxSessions) {
      socket.destroy();
      return;
    }
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    socket.setNoDelay(true);
    serve(socket, device);
  };
  const server =
    options.tls === undefined
      ? createServer(accept)
      : createTlsServer({ cert: options.tls.certificate, key: options.tls.key }, accept);
  // A client that breaks off the handshake is its own affair.
  server.on("tlsClientError", () => undefined);
  const port = await listen(server, settings.port, settings.host);
  return {
    host: settings.host,
    port,
    clock,
    rows: (menu) => rowsShown(device, menu),
    learn: (list, addresses, milliseconds) => learn(device, list, addresses, milliseconds),
    saved: () => JSON.stringify(savedState(device), undefined, 1),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.removeListener("error", reject);
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}

function learn(
  { state, clock }: Device,
  list: string,
  addresses: readonly string[],
  milliseconds: number,
): void {
  const now = clock.now();
  for (const address of addresses) {
    const family = address.includes(":") ? "ipv6" : "ipv4";
    const range = parseRouterAddress(address, family);
    if (range !== undefined) state[family].lists.remember(list, range.first, milliseconds, now);
  }
}

function rowsShown(device: Device, path: string): readonly Readonly<Record<string, string>>[] {
  const menu = device.menus.get(path);
  if (menu === undefined) return [];
  const show = menu.shower();
  return rowsOf(menu).map((item) => Object.fromEntries(show(item)));
}
