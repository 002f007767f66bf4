import type { Link, Opened, Row } from "./device/session.js";
import { type Connection, connect } from "./live/connection.js";
import type { Endpoint } from "./live/endpoint.js";

export { openRouterDevice } from "./device/router-device.js";
export type { Endpoint, TlsTrust } from "./live/endpoint.js";

/** The way to a router over its binary API. Nothing is sent before {@link Link.open}. */
export function routerLink(endpoint: Endpoint): Link {
  return {
    open: () => open(endpoint),
    clock: {
      now: () => Date.now(),
      sleep: (milliseconds) => new Promise((wake) => setTimeout(wake, milliseconds)),
    },
  };
}

async function open(endpoint: Endpoint): Promise<Opened> {
  const connected = await connect(endpoint);
  if (!connected.ok) return connected;
  const { connection } = connected;
  const [resource, identity] = await Promise.all([
    firstRow(connection, "/system/resource/print", ["version", "board-name"]),
    firstRow(connection, "/system/identity/print", ["name"]),
  ]);
  for (const reply of [resource, identity]) {
    if (reply.ok) continue;
    connection.close();
    return reply;
  }
  const version = resource.ok ? (resource.row["version"] ?? "") : "";
  const board = resource.ok ? (resource.row["board-name"] ?? "") : "";
  const name = identity.ok ? (identity.row["name"] ?? "") : "";
  return {
    ok: true,
    session: { ...connection, router: { identity: name, version, board } },
  };
}

type First = { readonly ok: true; readonly row: Row } | Extract<Opened, { readonly ok: false }>;

async function firstRow(
  connection: Connection,
  path: string,
  proplist: readonly string[],
): Promise<First> {
  const reply = await connection.run({ path, proplist });
  return reply.ok ? { ok: true, row: reply.rows[0] ?? {} } : reply;
}
