import { type CstNode, CstParser, type ParserMethod, tokenMatcher } from "chevrotain";
import * as t from "./tokens.js";

/**
 * The grammar. Rules are named as the language reference names them; what a rule takes in is checked
 * further by `build-ast.ts`, so that a wrong value is told better than "unexpected token".
 */
export class PolicyParser extends CstParser {
  /** @param recovers whether it goes on behind an error; that costs start-up and is rarely needed */
  constructor(recovers: boolean) {
    super(t.allTokens, {
      recoveryEnabled: recovers,
      nodeLocationTracking: "onlyOffset",
      maxLookahead: 1,
      skipValidations: true,
      errorMessageProvider: {
        buildMismatchTokenMessage: ({ expected }) => expected.LABEL ?? expected.name,
        buildNotAllInputParsedMessage: () => "",
        buildNoViableAltMessage: () => "",
        buildEarlyExitMessage: () => "",
      },
    });
    this.performSelfAnalysis();
  }

  /** Told of each rule of a chain as soon as it is read, so that its tree need not be kept to the end of the file. */
  whenRuleIsRead: ((rule: CstNode) => void) | undefined;

  readonly policyFile: ParserMethod<[], CstNode> = this.RULE("policyFile", () => {
    this.MANY(() => {
      this.SUBRULE(this.statement);
    });
  });

  private readonly statement = this.RULE("statement", () => {
    this.OR([
      { ALT: () => this.SUBRULE(this.policyStatement) },
      { ALT: () => this.SUBRULE(this.familyClause) },
      { ALT: () => this.SUBRULE(this.includeStatement) },
      { ALT: () => this.SUBRULE(this.interfaceStatement) },
      { ALT: () => this.SUBRULE(this.serviceStatement) },
      { ALT: () => this.SUBRULE(this.listStatement) },
      { ALT: () => this.SUBRULE(this.chainStatement) },
      { ALT: () => this.SUBRULE(this.ladderStatement) },
      { ALT: () => this.SUBRULE(this.expectStatement) },
    ]);
  });

  private readonly policyStatement = this.RULE("policyStatement", () => {
    this.CONSUME(t.Policy);
    this.CONSUME(t.AnyName);
  });

  private readonly familyClause = this.RULE("familyClause", () => {
    this.CONSUME(t.FamilyWord);
    this.OR([
      { ALT: () => this.CONSUME(t.IPv4Word) },
      { ALT: () => this.CONSUME(t.IPv6Word) },
      { ALT: () => this.CONSUME(t.Both) },
    ]);
  });

  private readonly includeStatement = this.RULE("includeStatement", () => {
    this.CONSUME(t.Include);
    this.CONSUME(t.QuotedText);
  });

  private readonly interfaceStatement = this.RULE("interfaceStatement", () => {
    this.CONSUME(t.Interface);
    this.CONSUME(t.AnyName);
    this.CONSUME(t.OpenBrace);
    this.MANY(() => {
      this.SUBRULE(this.interfaceSpelling);
    });
    this.CONSUME(t.CloseBrace);
  });

  private readonly interfaceSpelling = this.RULE("interfaceSpelling", () => {
    this.CONSUME(t.Identifier);
    this.OPTION(() => {
      this.CONSUME(t.List);
    });
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.CONSUME(t.AnyName) });
  });

  private readonly serviceStatement = this.RULE("serviceStatement", () => {
    this.CONSUME(t.Service);
    this.CONSUME(t.AnyName);
    this.CONSUME(t.Equals);
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.serviceReference) });
  });

  /** `ssh`, `tcp`, `tcp/22`, `tcp/{22,8000-8100}`, `icmp/echo-request`, `icmp/8:0`, `proto gre`. */
  private readonly serviceReference = this.RULE("serviceReference", () => {
    this.OPTION(() => {
      this.CONSUME(t.Proto);
    });
    this.CONSUME(t.ServiceWord);
    this.OPTION1(() => {
      this.CONSUME(t.Slash);
      this.OR([
        { ALT: () => this.CONSUME(t.WholeNumber) },
        { ALT: () => this.CONSUME(t.NumberRange) },
        { ALT: () => this.CONSUME(t.TypeAndCode) },
        { ALT: () => this.CONSUME(t.AnyName) },
        {
          ALT: () => {
            this.CONSUME(t.OpenBrace);
            this.AT_LEAST_ONE_SEP({
              SEP: t.Comma,
              DEF: () =>
                this.OR1([
                  { ALT: () => this.CONSUME1(t.WholeNumber) },
                  { ALT: () => this.CONSUME1(t.NumberRange) },
                  { ALT: () => this.CONSUME1(t.TypeAndCode) },
                  { ALT: () => this.CONSUME1(t.AnyName) },
                ]),
            });
            this.CONSUME(t.CloseBrace);
          },
        },
      ]);
    });
  });

  private readonly listStatement = this.RULE("listStatement", () => {
    this.CONSUME(t.List);
    this.CONSUME(t.AnyName);
    this.OPTION(() => {
      this.CONSUME(t.TimeoutWord);
      this.SUBRULE(this.timeout);
    });
    this.OPTION1(() => {
      this.SUBRULE(this.maxClause);
    });
    this.OPTION2(() => {
      this.SUBRULE(this.perClause);
    });
    this.OPTION3(() => {
      this.CONSUME(t.From);
      this.CONSUME(t.QuotedText);
    });
    this.OPTION4(() => {
      this.CONSUME(t.OpenBrace);
      this.OPTION5(() => this.SUBRULE(this.entries));
      this.CONSUME(t.CloseBrace);
    });
  });

  private readonly maxClause = this.RULE("maxClause", () => {
    this.CONSUME(t.Max);
    this.CONSUME(t.WholeNumber);
  });

  private readonly perClause = this.RULE("perClause", () => {
    this.CONSUME(t.Per);
    this.CONSUME(t.WholeNumber);
  });

  /** Entries are plain tokens of one node: a node each would double the memory of a long list. */
  private readonly entries = this.RULE("entries", () => {
    this.OR([
      { ALT: () => this.CONSUME(t.AddressText) },
      { ALT: () => this.CONSUME(t.AnyName) },
      { ALT: () => this.CONSUME(t.WholeNumber) },
    ]);
    this.MANY({
      GATE: () => this.LA(2).tokenType !== t.CloseBrace,
      DEF: () => {
        this.CONSUME(t.Comma);
        this.OR1([
          { ALT: () => this.CONSUME1(t.AddressText) },
          { ALT: () => this.CONSUME1(t.AnyName) },
          { ALT: () => this.CONSUME1(t.WholeNumber) },
        ]);
      },
    });
    this.OPTION(() => {
      this.CONSUME1(t.Comma);
    });
  });

  private readonly timeout = this.RULE("timeout", () => {
    this.OR([
      { ALT: () => this.CONSUME(t.DurationText) },
      { ALT: () => this.CONSUME(t.Forever) },
      { ALT: () => this.CONSUME(t.WholeNumber) },
    ]);
  });

  private readonly hookClause = this.RULE("hookClause", () => {
    this.CONSUME(t.HookWord);
    this.OR([
      { ALT: () => this.CONSUME(t.Input) },
      { ALT: () => this.CONSUME(t.Forward) },
      { ALT: () => this.CONSUME(t.Output) },
      { ALT: () => this.CONSUME(t.Prerouting) },
    ]);
    this.MANY(() => {
      this.SUBRULE(this.interfaceCondition);
    });
  });

  private readonly placeClause = this.RULE("placeClause", () => {
    this.CONSUME(t.PlaceWord);
    this.OR([
      { ALT: () => this.CONSUME(t.First) },
      { ALT: () => this.CONSUME(t.Last) },
      {
        ALT: () => {
          this.CONSUME(t.After);
          this.CONSUME(t.QuotedText);
        },
      },
    ]);
  });

  private readonly chainStatement = this.RULE("chainStatement", () => {
    this.CONSUME(t.Chain);
    this.CONSUME(t.AnyName);
    this.MANY(() => {
      this.OR([
        { ALT: () => this.SUBRULE(this.hookClause) },
        { ALT: () => this.SUBRULE(this.familyClause) },
        { ALT: () => this.SUBRULE(this.placeClause) },
      ]);
    });
    this.CONSUME(t.OpenBrace);
    this.MANY1(() => {
      const rule = this.SUBRULE(this.rule);
      this.ACTION(() => this.whenRuleIsRead?.(rule));
    });
    this.CONSUME(t.CloseBrace);
  });

  private readonly rule = this.RULE("rule", () => {
    this.MANY(() => {
      this.SUBRULE(this.condition);
    });
    this.CONSUME(t.Arrow);
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.action) });
  });

  private readonly condition = this.RULE("condition", () => {
    this.OR([
      { ALT: () => this.SUBRULE(this.addressCondition) },
      { ALT: () => this.SUBRULE(this.interfaceCondition) },
      { ALT: () => this.CONSUME(t.PercentText) },
      { ALT: () => this.SUBRULE(this.rateCondition) },
      { ALT: () => this.SUBRULE(this.connectionsCondition) },
      { ALT: () => this.SUBRULE(this.scanCondition) },
      { ALT: () => this.SUBRULE(this.flagsCondition) },
      { ALT: () => this.SUBRULE(this.lengthCondition) },
      { ALT: () => this.SUBRULE(this.macCondition) },
      { ALT: () => this.SUBRULE(this.wordCondition) },
    ]);
  });

  private readonly addressCondition = this.RULE("addressCondition", () => {
    this.OR([{ ALT: () => this.CONSUME(t.From) }, { ALT: () => this.CONSUME(t.To) }]);
    this.OPTION(() => {
      this.CONSUME(t.Not);
    });
    this.OR1([{ ALT: () => this.CONSUME(t.AddressText) }, { ALT: () => this.CONSUME(t.AnyName) }]);
  });

  private readonly interfaceCondition = this.RULE("interfaceCondition", () => {
    this.OR([{ ALT: () => this.CONSUME(t.In) }, { ALT: () => this.CONSUME(t.Out) }]);
    this.OPTION(() => {
      this.CONSUME(t.Not);
    });
    this.CONSUME(t.AnyName);
  });

  /** States or services: which of them is known only behind the `!`. */
  private readonly wordCondition = this.RULE("wordCondition", () => {
    this.OPTION(() => {
      this.CONSUME(t.Not);
    });
    this.OR([
      {
        ALT: () =>
          this.AT_LEAST_ONE_SEP({
            SEP: t.Comma,
            DEF: () =>
              this.OR1([
                { ALT: () => this.CONSUME(t.New) },
                { ALT: () => this.CONSUME(t.Established) },
                { ALT: () => this.CONSUME(t.Related) },
                { ALT: () => this.CONSUME(t.Invalid) },
                { ALT: () => this.CONSUME(t.Untracked) },
              ]),
          }),
      },
      {
        ALT: () =>
          this.AT_LEAST_ONE_SEP1({
            SEP: t.Comma,
            DEF: () => this.SUBRULE(this.serviceReference),
          }),
      },
    ]);
  });

  private readonly rateCondition = this.RULE("rateCondition", () => {
    this.OR([{ ALT: () => this.CONSUME(t.Limit) }, { ALT: () => this.CONSUME(t.Over) }]);
    this.CONSUME(t.RateText);
    this.OPTION(() => {
      this.CONSUME(t.Burst);
      this.CONSUME(t.WholeNumber);
    });
    this.OPTION1(() => {
      this.CONSUME(t.Per);
      this.AT_LEAST_ONE(() => {
        this.OR1([
          { ALT: () => this.CONSUME(t.Source) },
          { ALT: () => this.CONSUME(t.Destination) },
        ]);
      });
    });
  });

  private readonly connectionsCondition = this.RULE("connectionsCondition", () => {
    this.CONSUME(t.Conns);
    this.CONSUME(t.Above);
    this.CONSUME(t.WholeNumber);
    this.CONSUME(t.Per);
    this.OR([{ ALT: () => this.CONSUME(t.Source) }, { ALT: () => this.CONSUME(t.Destination) }]);
    this.OPTION(() => {
      this.CONSUME(t.Slash);
      this.CONSUME1(t.WholeNumber);
    });
  });

  private readonly scanCondition = this.RULE("scanCondition", () => {
    this.CONSUME(t.Scan);
    this.OPTION(() => {
      this.CONSUME(t.WholeNumber);
      this.CONSUME(t.DurationText);
      this.CONSUME(t.Low);
      this.CONSUME1(t.WholeNumber);
      this.CONSUME(t.High);
      this.CONSUME2(t.WholeNumber);
    });
  });

  private readonly flagsCondition = this.RULE("flagsCondition", () => {
    this.CONSUME(t.Flags);
    this.SUBRULE(this.tcpFlag);
    this.MANY({
      // A `!` may begin the next condition instead.
      GATE: () => tokenMatcher(this.LA(this.LA(1).tokenType === t.Not ? 2 : 1), t.TcpFlagWord),
      DEF: () => this.SUBRULE1(this.tcpFlag),
    });
  });

  private readonly tcpFlag = this.RULE("tcpFlag", () => {
    this.OPTION(() => {
      this.CONSUME(t.Not);
    });
    this.CONSUME(t.TcpFlagWord);
  });

  private readonly lengthCondition = this.RULE("lengthCondition", () => {
    this.CONSUME(t.Length);
    this.OR([
      { ALT: () => this.CONSUME(t.NumberRange) },
      { ALT: () => this.CONSUME(t.WholeNumber) },
    ]);
  });

  private readonly macCondition = this.RULE("macCondition", () => {
    this.CONSUME(t.Mac);
    this.OPTION(() => {
      this.CONSUME(t.Not);
    });
    this.CONSUME(t.AddressText);
  });

  private readonly action = this.RULE("action", () => {
    this.OR([
      { ALT: () => this.SUBRULE(this.verdictAction) },
      { ALT: () => this.CONSUME(t.Return) },
      { ALT: () => this.CONSUME(t.Count) },
      { ALT: () => this.SUBRULE(this.jumpAction) },
      { ALT: () => this.SUBRULE(this.logAction) },
      { ALT: () => this.SUBRULE(this.addAction) },
      // A misspelt action is told by build-actions.ts: taken here, it does not read as the next rule's service.
      { ALT: () => this.CONSUME(t.Identifier) },
    ]);
  });

  /** `drop`, `reject with tcp-reset`, `tarpit else drop`. */
  private readonly verdictAction = this.RULE("verdictAction", () => {
    this.AT_LEAST_ONE_SEP({ SEP: t.Else, DEF: () => this.SUBRULE(this.verdict) });
  });

  private readonly verdict = this.RULE("verdict", () => {
    this.OR([
      { ALT: () => this.CONSUME(t.Accept) },
      { ALT: () => this.CONSUME(t.Drop) },
      { ALT: () => this.CONSUME(t.Tarpit) },
      {
        ALT: () => {
          this.CONSUME(t.Reject);
          this.OPTION(() => {
            this.CONSUME(t.With);
            this.CONSUME(t.AnyName);
          });
        },
      },
    ]);
  });

  private readonly jumpAction = this.RULE("jumpAction", () => {
    this.CONSUME(t.Jump);
    this.CONSUME(t.AnyName);
  });

  private readonly logAction = this.RULE("logAction", () => {
    this.CONSUME(t.Log);
    this.CONSUME(t.QuotedText);
  });

  private readonly addAction = this.RULE("addAction", () => {
    this.CONSUME(t.Add);
    this.OR([{ ALT: () => this.CONSUME(t.Source) }, { ALT: () => this.CONSUME(t.Destination) }]);
    this.CONSUME(t.To);
    this.CONSUME(t.AnyName);
    this.OPTION(() => {
      this.CONSUME(t.For);
      this.SUBRULE(this.timeout);
    });
  });

  private readonly ladderStatement = this.RULE("ladderStatement", () => {
    this.CONSUME(t.Ladder);
    this.CONSUME(t.AnyName);
    this.MANY(() => {
      this.OR([
        { ALT: () => this.SUBRULE(this.hookClause) },
        { ALT: () => this.SUBRULE(this.familyClause) },
        { ALT: () => this.SUBRULE(this.placeClause) },
      ]);
    });
    this.CONSUME(t.OpenBrace);
    this.MANY1(() => {
      this.SUBRULE(this.ladderItem);
    });
    this.CONSUME(t.CloseBrace);
  });

  private readonly ladderItem = this.RULE("ladderItem", () => {
    this.OR([
      { ALT: () => this.SUBRULE(this.exemptItem) },
      { ALT: () => this.SUBRULE(this.ignoreItem) },
      { ALT: () => this.SUBRULE(this.rungsItem) },
      { ALT: () => this.SUBRULE(this.binItem) },
      { ALT: () => this.SUBRULE(this.oddsItem) },
      { ALT: () => this.SUBRULE(this.trapItem) },
      { ALT: () => this.SUBRULE(this.scanCondition) },
    ]);
  });

  private readonly exemptItem = this.RULE("exemptItem", () => {
    this.CONSUME(t.Exempt);
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.CONSUME(t.AnyName) });
  });

  private readonly ignoreItem = this.RULE("ignoreItem", () => {
    this.CONSUME(t.Ignore);
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.serviceReference) });
  });

  private readonly trapItem = this.RULE("trapItem", () => {
    this.CONSUME(t.Trap);
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.serviceReference) });
  });

  private readonly rungsItem = this.RULE("rungsItem", () => {
    this.CONSUME(t.Rungs);
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.rung) });
  });

  private readonly rung = this.RULE("rung", () => {
    this.CONSUME(t.AnyName);
    this.OPTION(() => {
      this.SUBRULE(this.timeout);
    });
  });

  private readonly binItem = this.RULE("binItem", () => {
    this.CONSUME(t.Bin);
    this.SUBRULE(this.rung);
    this.OPTION(() => {
      this.CONSUME(t.Early);
    });
    this.OPTION1(() => {
      this.SUBRULE(this.logAction);
    });
    this.OPTION2(() => {
      this.CONSUME(t.Arrow);
      this.OR([
        { ALT: () => this.SUBRULE(this.verdictAction) },
        { ALT: () => this.SUBRULE(this.jumpAction) },
      ]);
    });
  });

  private readonly oddsItem = this.RULE("oddsItem", () => {
    this.CONSUME(t.Odds);
    this.OR([
      { ALT: () => this.CONSUME(t.Any) },
      { ALT: () => this.CONSUME(t.Other) },
      { ALT: () => this.SUBRULE(this.serviceReference) },
    ]);
    this.AT_LEAST_ONE(() => {
      this.CONSUME(t.PercentText);
    });
  });

  private readonly expectStatement = this.RULE("expectStatement", () => {
    this.CONSUME(t.Expect);
    this.CONSUME(t.QuotedText);
    this.CONSUME(t.OpenBrace);
    this.SUBRULE(this.serviceReference);
    this.SUBRULE(this.schedule);
    this.SUBRULE(this.bound);
    this.CONSUME(t.CloseBrace);
  });

  private readonly schedule = this.RULE("schedule", () => {
    this.OR([
      {
        ALT: () => {
          this.CONSUME(t.Every);
          this.CONSUME(t.DurationText);
          this.OPTION(() => {
            this.CONSUME(t.JitterSign);
            this.CONSUME1(t.DurationText);
          });
        },
      },
      {
        ALT: () => {
          this.CONSUME(t.About);
          this.CONSUME1(t.Every);
          this.CONSUME2(t.DurationText);
        },
      },
      {
        ALT: () => {
          this.CONSUME(t.At);
          this.AT_LEAST_ONE(() => {
            this.CONSUME3(t.DurationText);
          });
        },
      },
    ]);
  });

  private readonly bound = this.RULE("bound", () => {
    this.CONSUME(t.Banned);
    this.OPTION(() => {
      this.CONSUME(t.Within);
      this.OR([
        {
          ALT: () => {
            this.CONSUME(t.WholeNumber);
            this.CONSUME(t.Tries);
          },
        },
        { ALT: () => this.CONSUME(t.DurationText) },
      ]);
    });
    this.OR1([{ ALT: () => this.CONSUME(t.AtLeast) }, { ALT: () => this.CONSUME(t.AtMost) }]);
    this.CONSUME(t.PercentText);
  });
}

let strict: PolicyParser | undefined;
let recovering: PolicyParser | undefined;

/** The parser for policies that are right, which most are: it stops at the first error. */
export function strictParser(): PolicyParser {
  strict ??= new PolicyParser(false);
  return strict;
}

/** The parser that finds all errors of a file. Like the other made once: analysing the grammar is dear. */
export function recoveringParser(): PolicyParser {
  recovering ??= new PolicyParser(true);
  return recovering;
}
