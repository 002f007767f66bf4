/**
 * A logged-in session with a router, as everything that plans and pushes sees it: sentences go out, replies come
 * back, in order, and every command settles. RouterOS manual, "API".
 */
export interface Session {
  /** What the router said of itself at login. */
  readonly router: RouterFacts;
  /** Our own end of the connection and the router's, as this host sees them. */
  readonly ends: Ends;
  /** Sends one command. Several may be under way at once; the router takes them in the order of the calls. */
  run(command: Command): Promise<Reply>;
  /** Set once nothing more can be said. */
  lost(): Lost | undefined;
  close(): void;
}

/** How one gets another session with the same router, and what a session needs of the world. */
export interface Link {
  open(): Promise<Opened>;
  readonly clock: Clock;
}

export type Opened =
  | { readonly ok: true; readonly session: Session }
  | { readonly ok: false; readonly trouble: Trouble };

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
}

export interface RouterFacts {
  readonly identity: string;
  /** As the router spells it: `7.16.2 (stable)`. */
  readonly version: string;
  readonly board: string;
}

export interface Ends {
  readonly localAddress: string;
  readonly remoteAddress: string;
  readonly remotePort: number;
}

/** One sentence: the command, its attributes, and what `print` is asked to filter and to show. */
export interface Command {
  /** `/ip/firewall/filter/print` */
  readonly path: string;
  readonly attributes?: Attributes | undefined;
  /** Query words without their `?`, in order. */
  readonly queries?: readonly string[] | undefined;
  readonly proplist?: readonly string[] | undefined;
}

export type Attributes = Readonly<Record<string, string>>;

/** An item as the router prints it: every value a text, what is not set is not there. */
export type Row = Readonly<Record<string, string>>;

export type Reply = Done | { readonly ok: false; readonly trouble: Trap | Unsendable | Lost };

export interface Done {
  readonly ok: true;
  readonly rows: readonly Row[];
  /** What `add` gives: the id of the new item. */
  readonly ret: string | undefined;
}

/** Whatever may be wrong between us and a router. */
export type Trouble = Trap | Unsendable | Lost | Unreachable | Distrusted | LoginRefused;

/** The router refused the command, and did nothing. */
export interface Trap {
  readonly kind: "trap";
  readonly command: string;
  readonly message: string;
  /** 0 missing item or command, 1 argument value, 2 interrupted, 3 scripting, 4 general, 5 API, 6 TTY, 7 return value. */
  readonly category: number | undefined;
}

/** A text that the wire cannot carry; nothing was sent. */
export interface Unsendable {
  readonly kind: "unsendable";
  readonly command: string;
  readonly text: string;
}

/** The session is over; whether a command under way was done is unknown. */
export interface Lost {
  readonly kind: "lost";
  readonly how: "closed" | "reset" | "silent" | "fatal" | "garbage";
  readonly detail: string;
}

export interface Unreachable {
  readonly kind: "unreachable";
  /** The system's name: `ECONNREFUSED`, `ETIMEDOUT`, `ENOTFOUND`. */
  readonly code: string;
}

/** The router's certificate was not accepted; the password was not sent. */
export interface Distrusted {
  readonly kind: "distrusted";
  /** Node's code, `pin` for another certificate than the pinned one, `plain` for a port without TLS. */
  readonly code: string;
  /** SHA-256 of the certificate that was shown. */
  readonly fingerprint: string | undefined;
}

export interface LoginRefused {
  readonly kind: "login";
  readonly message: string;
}
