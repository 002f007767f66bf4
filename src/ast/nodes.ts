import type { AddressRange } from "../net/address.js";
import type { Chance } from "../net/chance.js";
import type { ConnectionState } from "../net/connection-state.js";
import type { Timeout } from "../net/duration.js";
import type { Family } from "../net/family.js";
import type { PortScan } from "../net/port-scan.js";
import type { PortRange } from "../net/ports.js";
import type { Rate } from "../net/rate.js";
import type { RejectAnswer } from "../net/reject.js";
import type { TcpFlag } from "../net/tcp-flags.js";
import type { SourceFile, Span } from "../source/source-file.js";
import type { ExpectStatement } from "./expect-nodes.js";
import type { Name, Node, ServiceReference, Text } from "./words.js";

export type { Name, Node, ServiceName, ServiceReference, ServiceTermNode, Text } from "./words.js";

/** One policy file as written. Values are parsed, names are not yet looked up. */
export interface PolicyFile extends Node {
  readonly kind: "file";
  readonly file: SourceFile;
  readonly statements: readonly Statement[];
  /** Comments and notes, by the node they belong to. */
  readonly trivia: TriviaTable;
}

/** A `#` comment or a `##` note, with its sign and without its line end. */
export interface Comment {
  readonly text: string;
  readonly span: Span;
  readonly isNote: boolean;
}

export interface Trivia {
  /** Above the node, in order. */
  readonly leading: readonly Comment[];
  /** On the line on which the node ends. */
  readonly trailing: readonly Comment[];
  /** Inside its braces, after the last thing there. */
  readonly inner: readonly Comment[];
}

/** What a comment can belong to. */
export type Commented =
  PolicyFile | Statement | Rule | LadderItem | AddressNode | InterfaceSpelling;

export type TriviaTable = ReadonlyMap<Commented, Trivia>;

export type Statement =
  | PolicyStatement
  | FamilyStatement
  | IncludeStatement
  | InterfaceStatement
  | ServiceStatement
  | ListStatement
  | ChainStatement
  | LadderStatement
  | ExpectStatement;

export interface PolicyStatement extends Node {
  readonly kind: "policy";
  readonly name: Name;
}

export interface FamilyStatement extends Node {
  readonly kind: "family";
  readonly family: FamilyChoice;
}

export interface FamilyChoice extends Node {
  readonly families: readonly Family[];
}

/** Another file whose statements stand here. */
export interface IncludeStatement extends Node {
  readonly kind: "include";
  readonly path: Text;
}

export interface InterfaceStatement extends Node {
  readonly kind: "interface";
  readonly name: Name;
  readonly spellings: readonly InterfaceSpelling[];
}

/** `routeros ether1, ether2` or `routeros list WAN`. */
export interface InterfaceSpelling extends Node {
  readonly kind: "spelling";
  readonly target: Name;
  /** The names are those of RouterOS interface lists. */
  readonly ofLists: boolean;
  readonly names: readonly Name[];
}

export interface ServiceStatement extends Node {
  readonly kind: "service";
  readonly name: Name;
  /** What it is any of; names are of other services. */
  readonly parts: readonly ServiceReference[];
}

export interface ListStatement extends Node {
  readonly kind: "list";
  readonly name: Name;
  readonly timeout: TimeoutNode | undefined;
  /** The most entries it holds. */
  readonly max: CountNode | undefined;
  /** IPv6 sources are listed by their network of this length. */
  readonly per: CountNode | undefined;
  /** A file with more entries. */
  readonly from: Text | undefined;
  /** Undefined when there are no braces. */
  readonly entries: readonly AddressNode[] | undefined;
}

export interface TimeoutNode extends Node {
  readonly timeout: Timeout;
}

/** A whole number of something. */
export interface CountNode extends Node {
  readonly value: number;
}

export interface AddressNode extends Node {
  readonly kind: "address";
  readonly range: AddressRange;
}

export type HookPoint = "input" | "forward" | "output" | "prerouting";

/** Where the jump into a hooked chain stands among rules that are not ours. */
export type Place =
  | { readonly kind: "first"; readonly span: Span }
  | { readonly kind: "last"; readonly span: Span }
  | { readonly kind: "after"; readonly comment: Text; readonly span: Span };

export interface Hook extends Node {
  readonly point: HookPoint;
  readonly interfaces: readonly InterfaceCondition[];
}

export interface ChainStatement extends Node {
  readonly kind: "chain";
  readonly name: Name;
  readonly hook: Hook | undefined;
  readonly family: FamilyChoice | undefined;
  readonly place: Place | undefined;
  readonly rules: readonly Rule[];
}

export interface Rule extends Node {
  readonly kind: "rule";
  readonly conditions: readonly Condition[];
  readonly actions: readonly Action[];
}

export type Condition =
  | StateCondition
  | ServiceCondition
  | AddressCondition
  | InterfaceCondition
  | ChanceCondition
  | RateCondition
  | ConnectionsCondition
  | ScanCondition
  | FlagsCondition
  | LengthCondition
  | MacCondition;

export interface StateCondition extends Node {
  readonly kind: "state";
  readonly negated: boolean;
  readonly states: readonly ConnectionState[];
}

export interface ServiceCondition extends Node {
  readonly kind: "service";
  readonly negated: boolean;
  readonly services: readonly ServiceReference[];
}

export type Side = "source" | "destination";

export interface AddressCondition extends Node {
  readonly kind: "address";
  readonly side: Side;
  readonly negated: boolean;
  readonly operand: ListName | AddressNode;
}

export interface ListName extends Name {
  readonly kind: "list";
}

export interface InterfaceCondition extends Node {
  readonly kind: "interface";
  readonly direction: "in" | "out";
  readonly negated: boolean;
  readonly name: Name;
}

export interface ChanceCondition extends Node {
  readonly kind: "chance";
  readonly chance: Chance;
}

/** What a bucket or a count is kept for; nothing means one for the whole rule. */
export type RateKey = "source" | "destination";

/** `limit 10/m burst 5 per source`, `over 10/m burst 5`. */
export interface RateCondition extends Node {
  readonly kind: "rate";
  /** Holds when the bucket is empty, instead of while it has tokens. */
  readonly over: boolean;
  readonly rate: Rate;
  /** Undefined is the usual one: 5. */
  readonly burst: CountNode | undefined;
  readonly per: readonly RateKey[];
}

/** `conns > 30 per source`, `conns > 30 per source/24`. */
export interface ConnectionsCondition extends Node {
  readonly kind: "connections";
  readonly above: CountNode;
  readonly per: RateKey;
  readonly length: CountNode | undefined;
}

/** A port scan, by the weights of RouterOS `psd`. */
export interface ScanCondition extends Node {
  readonly kind: "scan";
  readonly scan: PortScan;
}

export interface FlagsCondition extends Node {
  readonly kind: "flags";
  readonly set: readonly TcpFlag[];
  readonly unset: readonly TcpFlag[];
}

/** Packet length in bytes, with the IP header. */
export interface LengthCondition extends Node {
  readonly kind: "length";
  readonly range: PortRange;
}

export interface MacCondition extends Node {
  readonly kind: "mac";
  readonly negated: boolean;
  /** Lower case, with colons. */
  readonly address: string;
}

export type Action =
  ElseAction | VerdictAction | ReturnAction | JumpAction | LogAction | CountAction | AddAction;

export type VerdictAction = PlainVerdictAction | RejectAction;

export interface PlainVerdictAction extends Node {
  readonly kind: "accept" | "drop" | "tarpit";
}

export interface RejectAction extends Node {
  readonly kind: "reject";
  /** Undefined is the usual one: port unreachable. */
  readonly answer: RejectAnswer | undefined;
}

/** `tarpit else drop`: the first that the target and the address family have. */
export interface ElseAction extends Node {
  readonly kind: "else";
  readonly choices: readonly VerdictAction[];
}

export interface ReturnAction extends Node {
  readonly kind: "return";
}

export interface JumpAction extends Node {
  readonly kind: "jump";
  readonly chain: Name;
}

export interface LogAction extends Node {
  readonly kind: "log";
  readonly prefix: Text;
}

export interface CountAction extends Node {
  readonly kind: "count";
}

export interface AddAction extends Node {
  readonly kind: "add";
  readonly side: Side;
  readonly list: Name;
  readonly timeout: TimeoutNode | undefined;
}

export interface LadderStatement extends Node {
  readonly kind: "ladder";
  readonly name: Name;
  readonly hook: Hook | undefined;
  readonly family: FamilyChoice | undefined;
  readonly place: Place | undefined;
  readonly items: readonly LadderItem[];
}

export type LadderItem =
  ExemptItem | IgnoreItem | RungsItem | BinItem | OddsItem | TrapItem | ScanItem;

export interface ExemptItem extends Node {
  readonly kind: "exempt";
  readonly lists: readonly Name[];
}

export interface IgnoreItem extends Node {
  readonly kind: "ignore";
  readonly services: readonly ServiceReference[];
}

export interface RungsItem extends Node {
  readonly kind: "rungs";
  readonly rungs: readonly Rung[];
}

/** A step of a ladder: a list, and how long an entry stays. */
export interface Rung extends Node {
  readonly list: Name;
  readonly timeout: TimeoutNode | undefined;
}

export interface BinItem extends Node {
  readonly kind: "bin";
  readonly bin: Rung;
  /** Also dropped before connection tracking, where the target can. */
  readonly early: boolean;
  readonly log: Text | undefined;
  readonly action: BinAction | undefined;
}

export type BinAction = VerdictAction | ElseAction | JumpAction;

export interface OddsItem extends Node {
  readonly kind: "odds";
  readonly subject: OddsSubject;
  readonly chances: readonly ChanceCondition[];
}

export type OddsSubject =
  | { readonly kind: "any"; readonly span: Span }
  | { readonly kind: "other"; readonly span: Span }
  | ServiceReference;

export interface TrapItem extends Node {
  readonly kind: "trap";
  readonly services: readonly ServiceReference[];
}

export interface ScanItem extends Node {
  readonly kind: "scan";
  readonly scan: PortScan;
}
