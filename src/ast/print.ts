import { commentedChildren } from "./children.js";
import type { Commented, ListStatement, PolicyFile, Rule, Statement, Trivia } from "./nodes.js";
import {
  printAction,
  printAddress,
  printCondition,
  printExpect,
  printFamily,
  printHook,
  printItem,
  printName,
  printPlace,
  printSpelling,
  printService,
  printText,
  printTimeout,
} from "./print-nodes.js";

const widest = 100;
const noTrivia: Trivia = { leading: [], trailing: [], inner: [] };

/**
 * The canonical layout of a policy (`sinbinc fmt`): two blanks of indentation, arrows of neighbouring rules
 * in one column, at most one empty line in a row. Comments stay with what they belong to.
 */
export function printPolicy(policy: PolicyFile): string {
  const layout = new Layout(policy);
  layout.body(policy, "");
  return layout.text();
}

class Layout {
  private readonly policy: PolicyFile;
  private readonly lines: string[] = [];

  constructor(policy: PolicyFile) {
    this.policy = policy;
  }

  text(): string {
    return this.lines.length === 0 ? "" : `${this.lines.join("\n")}\n`;
  }

  /** What stands in a file or between braces: the nodes with their comments, then the comments after them. */
  body(container: Commented, indent: string): void {
    const children = commentedChildren(container);
    const widths = arrowColumns(children, (a, b) => this.isApart(a, b));
    let previous: Commented | undefined;
    for (const child of children) {
      if (previous !== undefined && (this.isApart(previous, child) || isBlock(previous, child))) {
        this.lines.push("");
      }
      for (const comment of this.trivia(child).leading) this.lines.push(indent + comment.text);
      this.node(child, indent, widths.get(child) ?? noColumns);
      const trailing = this.trivia(child).trailing.map((comment) => `  ${comment.text}`);
      this.lines.push(`${this.lines.pop() ?? ""}${trailing.join("")}`);
      previous = child;
    }
    this.remainder(container, previous, indent);
  }

  private remainder(container: Commented, previous: Commented | undefined, indent: string): void {
    const { inner } = this.trivia(container);
    const [first] = inner;
    if (first !== undefined && previous !== undefined) {
      if (this.lineOf(first.span.start) - this.lastLine(previous) > 1) this.lines.push("");
    }
    for (const comment of inner) this.lines.push(indent + comment.text);
  }

  private node(node: Commented, indent: string, columns: Columns): void {
    switch (node.kind) {
      case "file":
        break;
      case "policy":
      case "family":
      case "include":
      case "expect":
      case "service":
      case "interface":
      case "list":
      case "chain":
      case "ladder":
        this.statement(node, indent);
        break;
      case "rule":
        this.lines.push(indent + printRule(node, columns));
        break;
      case "address":
        this.lines.push(`${indent}${printAddress(node)},`);
        break;
      case "spelling":
        this.lines.push(indent + printSpelling(node));
        break;
      case "exempt":
      case "ignore":
      case "rungs":
      case "bin":
      case "odds":
      case "trap":
      case "scan":
        this.lines.push(indent + printItem(node));
        break;
    }
  }

  private statement(statement: Statement, indent: string): void {
    const oneLine = this.hasComments(statement) ? undefined : printOnOneLine(statement);
    if (oneLine !== undefined) {
      this.lines.push(indent + oneLine);
      return;
    }
    this.lines.push(`${indent}${printHead(statement)} {`);
    this.body(statement, `${indent}  `);
    this.lines.push(`${indent}}`);
  }

  private hasComments(statement: Statement): boolean {
    return (
      this.trivia(statement).inner.length > 0 ||
      commentedChildren(statement).some((child) => this.policy.trivia.has(child))
    );
  }

  private trivia(node: Commented): Trivia {
    return this.policy.trivia.get(node) ?? noTrivia;
  }

  /** Whether the source has an empty line between two neighbours and their comments. */
  private isApart(first: Commented, second: Commented): boolean {
    const start = Math.min(
      this.trivia(second).leading[0]?.span.start ?? Infinity,
      second.span.start,
    );
    return this.lineOf(start) - this.lastLine(first) > 1;
  }

  private lastLine(node: Commented): number {
    const after = this.trivia(node).trailing.at(-1)?.span.start ?? 0;
    return this.lineOf(Math.max(after, node.span.end - 1));
  }

  private lineOf(offset: number): number {
    return this.policy.file.lines.positionAt(offset).line;
  }
}

/** Braces with something in them stand apart from their neighbours. */
function isBlock(first: Commented, second: Commented): boolean {
  return [first, second].some(
    (node) =>
      (node.kind === "chain" || node.kind === "ladder") && commentedChildren(node).length > 0,
  );
}

function printHead(statement: Statement): string {
  switch (statement.kind) {
    case "policy":
      return `policy ${printName(statement.name)}`;
    case "family":
      return printFamily(statement.family);
    case "include":
      return `include ${printText(statement.path.text)}`;
    case "expect":
      return printExpect(statement);
    case "interface":
      return `interface ${printName(statement.name)}`;
    case "service":
      return `service ${printName(statement.name)} = ${statement.parts.map(printService).join(", ")}`;
    case "list":
      return printListHead(statement);
    case "chain":
    case "ladder": {
      const hook = statement.hook && printHook(statement.hook);
      const family = statement.family && printFamily(statement.family);
      const place = statement.place && printPlace(statement.place);
      const words = [statement.kind, printName(statement.name), hook, family, place];
      return words.filter((word) => word !== undefined).join(" ");
    }
  }
}

function printListHead({ name, timeout, max, per, from }: ListStatement): string {
  const words = [`list ${printName(name)}${printTimeout(" timeout ", timeout)}`];
  if (max !== undefined) words.push(`max ${String(max.value)}`);
  if (per !== undefined) words.push(`per ${String(per.value)}`);
  if (from !== undefined) words.push(`from ${printText(from.text)}`);
  return words.join(" ");
}

/** The statement on one line, if it fits and is not one that always gets a line a part. */
function printOnOneLine(statement: Statement): string | undefined {
  const head = printHead(statement);
  switch (statement.kind) {
    case "policy":
    case "family":
    case "include":
    case "expect":
    case "service":
      return head;
    case "chain":
    case "ladder":
      return commentedChildren(statement).length === 0 ? `${head} { }` : undefined;
    case "interface":
      return shortEnough(head, statement.spellings.map(printSpelling).join("  "));
    case "list": {
      if (statement.entries === undefined) return head;
      // Long lists are common: do not print a hundred thousand entries to find that they do not fit.
      if (statement.entries.length > widest / 2) return undefined;
      return shortEnough(head, statement.entries.map(printAddress).join(", "));
    }
  }
}

function shortEnough(head: string, body: string): string | undefined {
  const line = body === "" ? `${head} { }` : `${head} { ${body} }`;
  return line.length <= widest ? line : undefined;
}

interface Columns {
  readonly head: number;
  readonly chance: number;
}

const noColumns: Columns = { head: 0, chance: 0 };

function printRule(rule: Rule, columns: Columns): string {
  const { head, chance } = leftOf(rule);
  const draw = columns.chance === 0 ? "" : `  ${chance.padStart(columns.chance)}`;
  const actions = rule.actions.map(printAction).join(", ");
  const left = `${head.padEnd(columns.head)}${draw}`;
  return left.trim() === "" ? `-> ${actions}` : `${left} -> ${actions}`;
}

/** A rule's conditions, the draw apart, since it stands in a column of its own. */
function leftOf(rule: Rule): { readonly head: string; readonly chance: string } {
  const draw = rule.conditions.find(({ kind }) => kind === "chance");
  const others = rule.conditions.filter((condition) => condition !== draw);
  return {
    head: others.map(printCondition).join(" "),
    chance: draw === undefined ? "" : printCondition(draw),
  };
}

/** The columns of each rule: one set for a run of rules without an empty line between them. */
function arrowColumns(
  nodes: readonly Commented[],
  isApart: (first: Commented, second: Commented) => boolean,
): ReadonlyMap<Commented, Columns> {
  const columns = new Map<Commented, Columns>();
  let run: Rule[] = [];
  const close = (): void => {
    const left = run.map(leftOf);
    const shared = {
      head: Math.max(0, ...left.map(({ head }) => head.length).filter((length) => length <= 60)),
      chance: Math.max(0, ...left.map(({ chance }) => chance.length)),
    };
    for (const rule of run) columns.set(rule, shared);
    run = [];
  };
  let previous: Commented | undefined;
  for (const node of nodes) {
    if (node.kind !== "rule") continue;
    if (previous !== undefined && isApart(previous, node)) close();
    run.push(node);
    previous = node;
  }
  close();
  return columns;
}
