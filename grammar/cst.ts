// Made from parser.ts by `npm run generate`; a test fails when it is stale.
import type { CstNode, IToken } from "chevrotain";

export interface PolicyFileCstNode extends CstNode {
  name: "policyFile";
  children: PolicyFileCstChildren;
}

export type PolicyFileCstChildren = {
  statement?: StatementCstNode[];
};

export interface StatementCstNode extends CstNode {
  name: "statement";
  children: StatementCstChildren;
}

export type StatementCstChildren = {
  policyStatement?: PolicyStatementCstNode[];
  familyClause?: FamilyClauseCstNode[];
  includeStatement?: IncludeStatementCstNode[];
  interfaceStatement?: InterfaceStatementCstNode[];
  serviceStatement?: ServiceStatementCstNode[];
  listStatement?: ListStatementCstNode[];
  chainStatement?: ChainStatementCstNode[];
  ladderStatement?: LadderStatementCstNode[];
  expectStatement?: ExpectStatementCstNode[];
};

export interface PolicyStatementCstNode extends CstNode {
  name: "policyStatement";
  children: PolicyStatementCstChildren;
}

export type PolicyStatementCstChildren = {
  WordPolicy?: IToken[];
  AnyName?: IToken[];
};

export interface FamilyClauseCstNode extends CstNode {
  name: "familyClause";
  children: FamilyClauseCstChildren;
}

export type FamilyClauseCstChildren = {
  WordFamily?: IToken[];
  WordIpv4?: IToken[];
  WordIpv6?: IToken[];
  WordBoth?: IToken[];
};

export interface IncludeStatementCstNode extends CstNode {
  name: "includeStatement";
  children: IncludeStatementCstChildren;
}

export type IncludeStatementCstChildren = {
  WordInclude?: IToken[];
  QuotedText?: IToken[];
};

export interface InterfaceStatementCstNode extends CstNode {
  name: "interfaceStatement";
  children: InterfaceStatementCstChildren;
}

export type InterfaceStatementCstChildren = {
  WordInterface?: IToken[];
  AnyName?: IToken[];
  OpenBrace?: IToken[];
  interfaceSpelling?: InterfaceSpellingCstNode[];
  CloseBrace?: IToken[];
};

export interface InterfaceSpellingCstNode extends CstNode {
  name: "interfaceSpelling";
  children: InterfaceSpellingCstChildren;
}

export type InterfaceSpellingCstChildren = {
  Identifier?: IToken[];
  WordList?: IToken[];
  AnyName?: IToken[];
  Comma?: IToken[];
};

export interface ServiceStatementCstNode extends CstNode {
  name: "serviceStatement";
  children: ServiceStatementCstChildren;
}

export type ServiceStatementCstChildren = {
  WordService?: IToken[];
  AnyName?: IToken[];
  Equals?: IToken[];
  serviceReference?: ServiceReferenceCstNode[];
  Comma?: IToken[];
};

export interface ServiceReferenceCstNode extends CstNode {
  name: "serviceReference";
  children: ServiceReferenceCstChildren;
}

export type ServiceReferenceCstChildren = {
  WordProto?: IToken[];
  ServiceWord?: IToken[];
  Slash?: IToken[];
  WholeNumber?: IToken[];
  NumberRange?: IToken[];
  TypeAndCode?: IToken[];
  AnyName?: IToken[];
  OpenBrace?: IToken[];
  Comma?: IToken[];
  CloseBrace?: IToken[];
};

export interface ListStatementCstNode extends CstNode {
  name: "listStatement";
  children: ListStatementCstChildren;
}

export type ListStatementCstChildren = {
  WordList?: IToken[];
  AnyName?: IToken[];
  WordTimeout?: IToken[];
  timeout?: TimeoutCstNode[];
  maxClause?: MaxClauseCstNode[];
  perClause?: PerClauseCstNode[];
  WordFrom?: IToken[];
  QuotedText?: IToken[];
  OpenBrace?: IToken[];
  entries?: EntriesCstNode[];
  CloseBrace?: IToken[];
};

export interface MaxClauseCstNode extends CstNode {
  name: "maxClause";
  children: MaxClauseCstChildren;
}

export type MaxClauseCstChildren = {
  WordMax?: IToken[];
  WholeNumber?: IToken[];
};

export interface PerClauseCstNode extends CstNode {
  name: "perClause";
  children: PerClauseCstChildren;
}

export type PerClauseCstChildren = {
  WordPer?: IToken[];
  WholeNumber?: IToken[];
};

export interface EntriesCstNode extends CstNode {
  name: "entries";
  children: EntriesCstChildren;
}

export type EntriesCstChildren = {
  AddressText?: IToken[];
  AnyName?: IToken[];
  WholeNumber?: IToken[];
  Comma?: IToken[];
};

export interface TimeoutCstNode extends CstNode {
  name: "timeout";
  children: TimeoutCstChildren;
}

export type TimeoutCstChildren = {
  DurationText?: IToken[];
  WordForever?: IToken[];
  WholeNumber?: IToken[];
};

export interface HookClauseCstNode extends CstNode {
  name: "hookClause";
  children: HookClauseCstChildren;
}

export type HookClauseCstChildren = {
  WordHook?: IToken[];
  WordInput?: IToken[];
  WordForward?: IToken[];
  WordOutput?: IToken[];
  WordPrerouting?: IToken[];
  interfaceCondition?: InterfaceConditionCstNode[];
};

export interface PlaceClauseCstNode extends CstNode {
  name: "placeClause";
  children: PlaceClauseCstChildren;
}

export type PlaceClauseCstChildren = {
  WordPlace?: IToken[];
  WordFirst?: IToken[];
  WordLast?: IToken[];
  WordAfter?: IToken[];
  QuotedText?: IToken[];
};

export interface ChainStatementCstNode extends CstNode {
  name: "chainStatement";
  children: ChainStatementCstChildren;
}

export type ChainStatementCstChildren = {
  WordChain?: IToken[];
  AnyName?: IToken[];
  hookClause?: HookClauseCstNode[];
  familyClause?: FamilyClauseCstNode[];
  placeClause?: PlaceClauseCstNode[];
  OpenBrace?: IToken[];
  rule?: RuleCstNode[];
  CloseBrace?: IToken[];
};

export interface RuleCstNode extends CstNode {
  name: "rule";
  children: RuleCstChildren;
}

export type RuleCstChildren = {
  condition?: ConditionCstNode[];
  Arrow?: IToken[];
  action?: ActionCstNode[];
  Comma?: IToken[];
};

export interface ConditionCstNode extends CstNode {
  name: "condition";
  children: ConditionCstChildren;
}

export type ConditionCstChildren = {
  addressCondition?: AddressConditionCstNode[];
  interfaceCondition?: InterfaceConditionCstNode[];
  PercentText?: IToken[];
  rateCondition?: RateConditionCstNode[];
  connectionsCondition?: ConnectionsConditionCstNode[];
  scanCondition?: ScanConditionCstNode[];
  flagsCondition?: FlagsConditionCstNode[];
  lengthCondition?: LengthConditionCstNode[];
  macCondition?: MacConditionCstNode[];
  wordCondition?: WordConditionCstNode[];
};

export interface AddressConditionCstNode extends CstNode {
  name: "addressCondition";
  children: AddressConditionCstChildren;
}

export type AddressConditionCstChildren = {
  WordFrom?: IToken[];
  WordTo?: IToken[];
  Not?: IToken[];
  AddressText?: IToken[];
  AnyName?: IToken[];
};

export interface InterfaceConditionCstNode extends CstNode {
  name: "interfaceCondition";
  children: InterfaceConditionCstChildren;
}

export type InterfaceConditionCstChildren = {
  WordIn?: IToken[];
  WordOut?: IToken[];
  Not?: IToken[];
  AnyName?: IToken[];
};

export interface WordConditionCstNode extends CstNode {
  name: "wordCondition";
  children: WordConditionCstChildren;
}

export type WordConditionCstChildren = {
  Not?: IToken[];
  WordNew?: IToken[];
  WordEstablished?: IToken[];
  WordRelated?: IToken[];
  WordInvalid?: IToken[];
  WordUntracked?: IToken[];
  Comma?: IToken[];
  serviceReference?: ServiceReferenceCstNode[];
};

export interface RateConditionCstNode extends CstNode {
  name: "rateCondition";
  children: RateConditionCstChildren;
}

export type RateConditionCstChildren = {
  WordLimit?: IToken[];
  WordOver?: IToken[];
  RateText?: IToken[];
  WordBurst?: IToken[];
  WholeNumber?: IToken[];
  WordPer?: IToken[];
  WordSource?: IToken[];
  WordDestination?: IToken[];
};

export interface ConnectionsConditionCstNode extends CstNode {
  name: "connectionsCondition";
  children: ConnectionsConditionCstChildren;
}

export type ConnectionsConditionCstChildren = {
  WordConns?: IToken[];
  Above?: IToken[];
  WholeNumber?: IToken[];
  WordPer?: IToken[];
  WordSource?: IToken[];
  WordDestination?: IToken[];
  Slash?: IToken[];
};

export interface ScanConditionCstNode extends CstNode {
  name: "scanCondition";
  children: ScanConditionCstChildren;
}

export type ScanConditionCstChildren = {
  WordScan?: IToken[];
  WholeNumber?: IToken[];
  DurationText?: IToken[];
  WordLow?: IToken[];
  WordHigh?: IToken[];
};

export interface FlagsConditionCstNode extends CstNode {
  name: "flagsCondition";
  children: FlagsConditionCstChildren;
}

export type FlagsConditionCstChildren = {
  WordFlags?: IToken[];
  tcpFlag?: TcpFlagCstNode[];
};

export interface TcpFlagCstNode extends CstNode {
  name: "tcpFlag";
  children: TcpFlagCstChildren;
}

export type TcpFlagCstChildren = {
  Not?: IToken[];
  TcpFlagWord?: IToken[];
};

export interface LengthConditionCstNode extends CstNode {
  name: "lengthCondition";
  children: LengthConditionCstChildren;
}

export type LengthConditionCstChildren = {
  WordLength?: IToken[];
  NumberRange?: IToken[];
  WholeNumber?: IToken[];
};

export interface MacConditionCstNode extends CstNode {
  name: "macCondition";
  children: MacConditionCstChildren;
}

export type MacConditionCstChildren = {
  WordMac?: IToken[];
  Not?: IToken[];
  AddressText?: IToken[];
};

export interface ActionCstNode extends CstNode {
  name: "action";
  children: ActionCstChildren;
}

export type ActionCstChildren = {
  verdictAction?: VerdictActionCstNode[];
  WordReturn?: IToken[];
  WordCount?: IToken[];
  jumpAction?: JumpActionCstNode[];
  logAction?: LogActionCstNode[];
  addAction?: AddActionCstNode[];
  Identifier?: IToken[];
};

export interface VerdictActionCstNode extends CstNode {
  name: "verdictAction";
  children: VerdictActionCstChildren;
}

export type VerdictActionCstChildren = {
  verdict?: VerdictCstNode[];
  WordElse?: IToken[];
};

export interface VerdictCstNode extends CstNode {
  name: "verdict";
  children: VerdictCstChildren;
}

export type VerdictCstChildren = {
  WordAccept?: IToken[];
  WordDrop?: IToken[];
  WordTarpit?: IToken[];
  WordReject?: IToken[];
  WordWith?: IToken[];
  AnyName?: IToken[];
};

export interface JumpActionCstNode extends CstNode {
  name: "jumpAction";
  children: JumpActionCstChildren;
}

export type JumpActionCstChildren = {
  WordJump?: IToken[];
  AnyName?: IToken[];
};

export interface LogActionCstNode extends CstNode {
  name: "logAction";
  children: LogActionCstChildren;
}

export type LogActionCstChildren = {
  WordLog?: IToken[];
  QuotedText?: IToken[];
};

export interface AddActionCstNode extends CstNode {
  name: "addAction";
  children: AddActionCstChildren;
}

export type AddActionCstChildren = {
  WordAdd?: IToken[];
  WordSource?: IToken[];
  WordDestination?: IToken[];
  WordTo?: IToken[];
  AnyName?: IToken[];
  WordFor?: IToken[];
  timeout?: TimeoutCstNode[];
};

export interface LadderStatementCstNode extends CstNode {
  name: "ladderStatement";
  children: LadderStatementCstChildren;
}

export type LadderStatementCstChildren = {
  WordLadder?: IToken[];
  AnyName?: IToken[];
  hookClause?: HookClauseCstNode[];
  familyClause?: FamilyClauseCstNode[];
  placeClause?: PlaceClauseCstNode[];
  OpenBrace?: IToken[];
  ladderItem?: LadderItemCstNode[];
  CloseBrace?: IToken[];
};

export interface LadderItemCstNode extends CstNode {
  name: "ladderItem";
  children: LadderItemCstChildren;
}

export type LadderItemCstChildren = {
  exemptItem?: ExemptItemCstNode[];
  ignoreItem?: IgnoreItemCstNode[];
  rungsItem?: RungsItemCstNode[];
  binItem?: BinItemCstNode[];
  oddsItem?: OddsItemCstNode[];
  trapItem?: TrapItemCstNode[];
  scanCondition?: ScanConditionCstNode[];
};

export interface ExemptItemCstNode extends CstNode {
  name: "exemptItem";
  children: ExemptItemCstChildren;
}

export type ExemptItemCstChildren = {
  WordExempt?: IToken[];
  AnyName?: IToken[];
  Comma?: IToken[];
};

export interface IgnoreItemCstNode extends CstNode {
  name: "ignoreItem";
  children: IgnoreItemCstChildren;
}

export type IgnoreItemCstChildren = {
  WordIgnore?: IToken[];
  serviceReference?: ServiceReferenceCstNode[];
  Comma?: IToken[];
};

export interface TrapItemCstNode extends CstNode {
  name: "trapItem";
  children: TrapItemCstChildren;
}

export type TrapItemCstChildren = {
  WordTrap?: IToken[];
  serviceReference?: ServiceReferenceCstNode[];
  Comma?: IToken[];
};

export interface RungsItemCstNode extends CstNode {
  name: "rungsItem";
  children: RungsItemCstChildren;
}

export type RungsItemCstChildren = {
  WordRungs?: IToken[];
  rung?: RungCstNode[];
  Comma?: IToken[];
};

export interface RungCstNode extends CstNode {
  name: "rung";
  children: RungCstChildren;
}

export type RungCstChildren = {
  AnyName?: IToken[];
  timeout?: TimeoutCstNode[];
};

export interface BinItemCstNode extends CstNode {
  name: "binItem";
  children: BinItemCstChildren;
}

export type BinItemCstChildren = {
  WordBin?: IToken[];
  rung?: RungCstNode[];
  WordEarly?: IToken[];
  logAction?: LogActionCstNode[];
  Arrow?: IToken[];
  verdictAction?: VerdictActionCstNode[];
  jumpAction?: JumpActionCstNode[];
};

export interface OddsItemCstNode extends CstNode {
  name: "oddsItem";
  children: OddsItemCstChildren;
}

export type OddsItemCstChildren = {
  WordOdds?: IToken[];
  WordAny?: IToken[];
  WordOther?: IToken[];
  serviceReference?: ServiceReferenceCstNode[];
  PercentText?: IToken[];
};

export interface ExpectStatementCstNode extends CstNode {
  name: "expectStatement";
  children: ExpectStatementCstChildren;
}

export type ExpectStatementCstChildren = {
  WordExpect?: IToken[];
  QuotedText?: IToken[];
  OpenBrace?: IToken[];
  serviceReference?: ServiceReferenceCstNode[];
  schedule?: ScheduleCstNode[];
  bound?: BoundCstNode[];
  CloseBrace?: IToken[];
};

export interface ScheduleCstNode extends CstNode {
  name: "schedule";
  children: ScheduleCstChildren;
}

export type ScheduleCstChildren = {
  WordEvery?: IToken[];
  DurationText?: IToken[];
  JitterSign?: IToken[];
  WordAbout?: IToken[];
  WordAt?: IToken[];
};

export interface BoundCstNode extends CstNode {
  name: "bound";
  children: BoundCstChildren;
}

export type BoundCstChildren = {
  WordBanned?: IToken[];
  WordWithin?: IToken[];
  WholeNumber?: IToken[];
  WordTries?: IToken[];
  DurationText?: IToken[];
  AtLeast?: IToken[];
  AtMost?: IToken[];
  PercentText?: IToken[];
};
