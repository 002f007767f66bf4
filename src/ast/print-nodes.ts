import type { ExpectStatement, Schedule } from "./expect-nodes.js";
import { formatChance } from "../net/chance.js";
import { formatTimeout } from "../net/duration.js";
import { formatPortRange } from "../net/ports.js";
import { formatRate } from "../net/rate.js";
import { formatService } from "../net/service.js";
import { tcpFlags } from "../net/tcp-flags.js";
import type {
  Action,
  BinAction,
  Condition,
  FamilyChoice,
  Hook,
  InterfaceSpelling,
  LadderItem,
  Name,
  Node,
  OddsSubject,
  Place,
  RateCondition,
  Rung,
  ServiceReference,
  ServiceTermNode,
  TimeoutNode,
} from "./nodes.js";

/** The words of a value as they stand in the source: people choose between `90s` and `1m30s`. */
function written(node: Node): string {
  return node.span.file.text.slice(node.span.start, node.span.end);
}

const plainName = /^[A-Za-z_][A-Za-z0-9_-]*$/u;

/** A name, in quotes where it needs them. */
export function printName(name: Name): string {
  return plainName.test(name.text) ? name.text : printText(name.text);
}

/** A text in quotes. */
export function printText(value: string): string {
  return `"${value.replace(/["\\]/gu, "\\$&").replaceAll("\n", "\\n")}"`;
}

/** Words that begin another condition or are literals, so that a service called so needs its quotes. */
const conditionWords = new Set(
  "new established related invalid untracked from to in out proto limit over conns scan flags length mac burst per source destination any other tcp udp icmp"
    .split(" ")
    // Behind `flags` each of these would be one more flag.
    .concat(tcpFlags),
);

export function printService(reference: ServiceReference): string {
  if (reference.kind === "term") return printTerm(reference);
  return conditionWords.has(reference.text) ? `"${reference.text}"` : printName(reference);
}

function printTerm(term: ServiceTermNode): string {
  const text = written(term);
  if (text.includes("#")) return formatService([term.term]);
  return text.replace(/\s+/gu, " ").replace(/ ?([/{},]) ?/gu, "$1");
}

export function printAddress(address: Node): string {
  return written(address).toLowerCase();
}

export function printFamily({ families }: FamilyChoice): string {
  return `family ${families.length === 2 ? "both" : families.join()}`;
}

export function printHook({ point, interfaces }: Hook): string {
  return ["hook", point, ...interfaces.map(printCondition)].join(" ");
}

export function printSpelling({ target, ofLists, names }: InterfaceSpelling): string {
  return `${target.text} ${ofLists ? "list " : ""}${names.map(printName).join(", ")}`;
}

export function printCondition(condition: Condition): string {
  switch (condition.kind) {
    case "state":
      return `${not(condition)}${condition.states.join(",")}`;
    case "service":
      return `${not(condition)}${condition.services.map(printService).join(", ")}`;
    case "address": {
      const { operand } = condition;
      const text = operand.kind === "list" ? printName(operand) : printAddress(operand);
      return `${condition.side === "source" ? "from" : "to"} ${not(condition)}${text}`;
    }
    case "interface":
      return `${condition.direction} ${not(condition)}${printName(condition.name)}`;
    case "chance":
      return written(condition);
    case "rate":
      return printRate(condition);
    case "connections": {
      const length = condition.length === undefined ? "" : `/${String(condition.length.value)}`;
      return `conns > ${String(condition.above.value)} per ${condition.per}${length}`;
    }
    case "scan":
      return tidy(condition);
    case "flags": {
      const unset = condition.unset.map((flag) => `!${flag}`);
      return ["flags", ...condition.set, ...unset].join(" ");
    }
    case "length":
      return `length ${formatPortRange(condition.range)}`;
    case "mac":
      return `mac ${not(condition)}${condition.address}`;
  }
}

function printRate({ over, rate, burst, per }: RateCondition): string {
  const words = [over ? "over" : "limit", formatRate(rate)];
  if (burst !== undefined) words.push("burst", String(burst.value));
  if (per.length > 0) words.push("per", ...per);
  return words.join(" ");
}

/** As written, with single blanks. */
function tidy(node: Node): string {
  return written(node).replace(/#.*$/gmu, " ").trim().replace(/\s+/gu, " ");
}

function not({ negated }: { readonly negated: boolean }): string {
  return negated ? "!" : "";
}

export function printAction(action: Action): string {
  switch (action.kind) {
    case "accept":
    case "drop":
    case "tarpit":
    case "return":
    case "count":
      return action.kind;
    case "reject":
      return action.answer === undefined ? "reject" : `reject with ${action.answer}`;
    case "else":
      return action.choices.map(printAction).join(" else ");
    case "jump":
      return `jump ${printName(action.chain)}`;
    case "log":
      return `log ${printText(action.prefix.text)}`;
    case "add":
      return `add ${action.side} to ${printName(action.list)}${printTimeout(" for ", action.timeout)}`;
  }
}

export function printTimeout(before: string, timeout: TimeoutNode | undefined): string {
  return timeout === undefined ? "" : `${before}${written(timeout)}`;
}

/** The words of a ladder's part start in one column. */
const itemColumn = "exempt ".length;

export function printItem(item: LadderItem): string {
  return `${item.kind.padEnd(itemColumn)}${printItemBody(item)}`.trimEnd();
}

function printItemBody(item: LadderItem): string {
  switch (item.kind) {
    case "exempt":
      return item.lists.map(printName).join(", ");
    case "ignore":
    case "trap":
      return item.services.map(printService).join(", ");
    case "rungs":
      return item.rungs.map(printRung).join(", ");
    case "scan":
      return tidy(item).slice("scan".length).trim();
    case "bin": {
      const early = item.early ? " early" : "";
      const log = item.log === undefined ? "" : ` log ${printText(item.log.text)}`;
      return `${printRung(item.bin)}${early}${log}${printBinAction(item.action)}`;
    }
    case "odds":
      return [printSubject(item.subject), ...item.chances.map(printCondition)].join(" ");
  }
}

function printRung({ list, timeout }: Rung): string {
  return `${printName(list)}${printTimeout(" ", timeout)}`;
}

function printBinAction(action: BinAction | undefined): string {
  return action === undefined ? "" : ` -> ${printAction(action)}`;
}

function printSubject(subject: OddsSubject): string {
  return subject.kind === "any" || subject.kind === "other" ? subject.kind : printService(subject);
}

export function printExpect(statement: ExpectStatement): string {
  const { left, right } = expectation(statement);
  return `expect ${printText(statement.title.text)} { ${left}  ${right} }`;
}

/** `ssh every 10s banned within 6 tries >= 99%`: what is expected, without its title. */
export function printExpectation(statement: ExpectStatement): string {
  const { left, right } = expectation(statement);
  return `${left} ${right}`;
}

function expectation({ service, schedule, bound }: ExpectStatement): {
  readonly left: string;
  readonly right: string;
} {
  const within =
    bound.within === undefined
      ? ""
      : bound.within.kind === "tries"
        ? ` within ${String(bound.within.count)} tries`
        : ` within ${formatTimeout(bound.within.duration)}`;
  return {
    left: `${printService(service)} ${printSchedule(schedule)}`,
    right: `banned${within} ${bound.relation} ${formatChance(bound.chance)}`,
  };
}

export function printSchedule(schedule: Schedule): string {
  switch (schedule.kind) {
    case "every": {
      const { period, jitter } = schedule;
      const spread = jitter === undefined ? "" : ` +- ${formatTimeout(jitter)}`;
      return `every ${formatTimeout(period)}${spread}`;
    }
    case "about":
      return `about every ${formatTimeout(schedule.mean)}`;
    case "at":
      return `at ${schedule.times.map((time) => (time.milliseconds === 0 ? "0s" : formatTimeout(time))).join(" ")}`;
  }
}

export function printPlace(place: Place): string {
  return place.kind === "after"
    ? `place after ${printText(place.comment.text)}`
    : `place ${place.kind}`;
}
