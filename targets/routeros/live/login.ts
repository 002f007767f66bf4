import { TLSSocket } from "node:tls";
import type { Distrusted, Lost, Trouble } from "../device/session.js";
import type { Endpoint } from "./endpoint.js";
import type { Connecting } from "./library.js";
import { distrust } from "./trust.js";

/**
 * Waits for the connection and the login, and says what came in between. The library logs in as soon as it is
 * connected; here the certificate is looked at first, so that a wrong one never gets the password.
 */
export function awaitLogin(
  { connector, socket, done }: Connecting,
  { tls, patience }: Endpoint,
  lost: () => Lost | undefined,
): Promise<Trouble | undefined> {
  return new Promise((resolve) => {
    let isConnected = false;
    const timer = setTimeout(() => {
      // The port is open, and does not answer the first words of TLS.
      const isMute = tls !== undefined && !socket.connecting;
      if (isConnected) finish(silent);
      else finish(isMute ? notTls : { kind: "unreachable", code: "ETIMEDOUT" });
    }, patience);
    const finish = (trouble: Trouble | undefined): void => {
      clearTimeout(timer);
      resolve(trouble);
    };
    socket.prependListener("error", (error) => {
      if (!isConnected) finish(connectTrouble(error));
    });
    socket.once("close", () => finish(lost()));
    const login = connector.listeners("connected");
    connector.removeAllListeners("connected");
    connector.once("connected", () => {
      isConnected = true;
      const wrong =
        tls !== undefined && socket instanceof TLSSocket ? distrust(socket, tls) : undefined;
      if (wrong !== undefined) finish(wrong);
      else for (const listener of login) Reflect.apply(listener, connector, []);
    });
    done.then(
      () => finish(undefined),
      (error: unknown) => {
        if (isConnected) finish(lost() ?? { kind: "login", message: messageOf(error) });
      },
    );
  });
}

const silent: Lost = { kind: "lost", how: "silent", detail: "" };

const notTls: Distrusted = { kind: "distrusted", code: "plain", fingerprint: undefined };

function connectTrouble(error: Error): Trouble {
  const code = "code" in error && typeof error.code === "string" ? error.code : error.message;
  const isNoTls = code === "EPROTO" || code.startsWith("ERR_SSL_");
  return isNoTls ? notTls : { kind: "unreachable", code };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
