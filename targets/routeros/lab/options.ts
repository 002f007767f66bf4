import type { LabClock } from "./clock.js";
import type { LabUser } from "./user.js";

/** How a lab is to be. Everything has a default. */
export interface LabOptions {
  /** One of `routerosVersions`, or a release of one. */
  readonly version?: string;
  /** 0, the default, is any free one. */
  readonly port?: number;
  readonly host?: string;
  readonly identity?: string;
  /** `admin` without a password, as a router comes from the factory. */
  readonly users?: readonly LabUser[];
  /** PEM texts; then the API is spoken under TLS, as by `api-ssl`. */
  readonly tls?: { readonly certificate: string; readonly key: string };
  readonly clock?: LabClock;
  /** `challenge` is how RouterOS before 6.43 did it. */
  readonly login?: "plain" | "challenge";
  /** Interfaces and interface lists that rules may name; RouterOS refuses others. */
  readonly interfaces?: readonly string[];
  readonly interfaceLists?: readonly string[];
  /** The dummy rows of fasttrack stand before all rules. */
  readonly fasttrack?: boolean;
  /** Connections at a time. */
  readonly maxSessions?: number;
  /** Milliseconds from the end of a connection that holds safe mode until its changes are undone. */
  readonly undoneAfter?: number;
  /**
   * Rows are shown as one survey of RouterOS 7.23.7 saw them: `disabled`, `log` and `log-prefix` only where they
   * were written, and `invalid` also on rules of chains that nothing jumps to yet, or that name an empty list.
   */
  readonly quirks?: boolean;
  /** Where `random` draws from, uniform in [0, 1). */
  readonly draws?: () => number;
  /** What `Lab.saved` gave another time. */
  readonly state?: string;
  /** Called after each change of what `Lab.saved` gives. */
  readonly onChange?: () => void;
}

export type LabSettings = Required<
  Omit<LabOptions, "tls" | "clock" | "draws" | "state" | "onChange">
>;

export function settingsOf(options: LabOptions): LabSettings {
  return {
    version: options.version ?? "7.24",
    port: options.port ?? 0,
    host: options.host ?? "127.0.0.1",
    identity: options.identity ?? "lab",
    users: options.users ?? [{ name: "admin", password: "", group: "full" }],
    login: options.login ?? "plain",
    interfaces: options.interfaces ?? ["bridge", "ether1", "ether2", "ether3", "ether4", "ether5"],
    interfaceLists: options.interfaceLists ?? ["all", "dynamic", "none", "static", "LAN", "WAN"],
    fasttrack: options.fasttrack ?? false,
    maxSessions: options.maxSessions ?? 20,
    undoneAfter: options.undoneAfter ?? 2000,
    quirks: options.quirks ?? false,
  };
}
