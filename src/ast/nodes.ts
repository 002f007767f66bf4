import type { AddressRange } from "../net/address.js";
import type { Chance } from "../net/chance.js";
import type { ConnectionState } from "../net/connection-state.js";
import type { Timeout } from "../net/duration.js";
import type { Family } from "../net/family.js";
import type { ServiceTerm } from "../net/service.js";
import type { SourceFile, Span } from "../source/source-file.js";

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
  | InterfaceStatement
  | ServiceStatement
  | ListStatement
  | ChainStatement
  | LadderStatement;

export interface Node {
  readonly span: Span;
}

export interface Name extends Node {
  readonly text: string;
}

export interface Text extends Node {
  readonly text: string;
}

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
  readonly terms: readonly ServiceTermNode[];
}

export interface ServiceTermNode extends Node {
  readonly kind: "term";
  readonly term: ServiceTerm;
}

/** A service where one is used: a name, or a literal such as `tcp/22`. */
export type ServiceReference = ServiceName | ServiceTermNode;

export interface ServiceName extends Name {
  readonly kind: "name";
}

export interface ListStatement extends Node {
  readonly kind: "list";
  readonly name: Name;
  readonly timeout: TimeoutNode | undefined;
  /** Undefined when there are no braces. */
  readonly entries: readonly AddressNode[] | undefined;
}

export interface TimeoutNode extends Node {
  readonly timeout: Timeout;
}

export interface AddressNode extends Node {
  readonly kind: "address";
  readonly range: AddressRange;
}

export type HookPoint = "input" | "forward" | "output";

export interface Hook extends Node {
  readonly point: HookPoint;
  readonly interfaces: readonly InterfaceCondition[];
}

export interface ChainStatement extends Node {
  readonly kind: "chain";
  readonly name: Name;
  readonly hook: Hook | undefined;
  readonly family: FamilyChoice | undefined;
  readonly rules: readonly Rule[];
}

export interface Rule extends Node {
  readonly kind: "rule";
  readonly conditions: readonly Condition[];
  readonly actions: readonly Action[];
}

export type Condition =
  StateCondition | ServiceCondition | AddressCondition | InterfaceCondition | ChanceCondition;

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

export type Action =
  VerdictAction | ReturnAction | JumpAction | LogAction | CountAction | AddAction;

export interface VerdictAction extends Node {
  readonly kind: "accept" | "drop";
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
  readonly items: readonly LadderItem[];
}

export type LadderItem = ExemptItem | IgnoreItem | RungsItem | BinItem | OddsItem | TrapItem;

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
  readonly log: Text | undefined;
  readonly action: BinAction | undefined;
}

export type BinAction = VerdictAction | JumpAction;

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
