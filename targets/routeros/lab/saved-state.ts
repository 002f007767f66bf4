import type { Device } from "./device.js";
import { requestOf } from "./request.js";
import { rowCommands } from "./row-commands.js";

/**
 * What a router keeps over a restart: its configuration, and no entry that has a timer or that a packet made
 * without `none-static` (RouterOS manual, "Address lists"). Texts are words of the API, one character a byte.
 */
export interface SavedState {
  readonly identity: string;
  /** By menu, in order. */
  readonly menus: Readonly<Record<string, readonly Readonly<Record<string, string>>[]>>;
}

export function savedState({ menus, identity }: Device): SavedState {
  const rows = [...menus].map(([path, { store }]) => {
    const kept = store.items().filter(({ origin }) => origin === "static");
    return [path, kept.map(({ values }) => values)] as const;
  });
  return { identity, menus: Object.fromEntries(rows) };
}

/** Fills a device that is new. @returns why it can't be; then it is filled in part */
export function restore(device: Device, text: string): string | undefined {
  const state = parseState(text);
  if (state === undefined) return "it is no state of a lab";
  device.identity = state.identity;
  for (const [path, rows] of Object.entries(state.menus)) {
    const menu = device.menus.get(path);
    if (menu === undefined) return `there is no menu ${path}`;
    for (const [index, values] of rows.entries()) {
      const known = Object.entries(values).filter(([name]) => menu.properties.has(name));
      const words = known.map(([name, value]) => `=${name}=${value}`);
      const request = requestOf([`${path}/add`, ...words]);
      const user = values["owner"] ?? "admin";
      const answer = rowCommands["add"]?.(menu, request, device.worldOf(user));
      if (answer?.kind === "trap") return `${path}, row ${index + 1}: ${answer.trap.message}`;
    }
  }
  return undefined;
}

function parseState(text: string): SavedState | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(value)) return undefined;
  const { identity, menus } = value;
  if (typeof identity !== "string" || !isRecord(menus)) return undefined;
  const checked: Record<string, readonly Readonly<Record<string, string>>[]> = {};
  for (const [path, rows] of Object.entries(menus)) {
    if (!Array.isArray(rows) || !rows.every(isRow)) return undefined;
    checked[path] = rows;
  }
  return { identity, menus: checked };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isRow(value: unknown): value is Readonly<Record<string, string>> {
  return isRecord(value) && Object.values(value).every((one) => typeof one === "string");
}
