import type { IToken } from "chevrotain";
import type { Bound, ExpectStatement, Schedule } from "../src/ast/expect-nodes.js";
import { type Duration, parseDuration } from "../src/net/duration.js";
import { type BuildContext, each, first } from "./build-context.js";
import { buildServiceReference } from "./build-services.js";
import { buildChance, buildCount, buildTextOf } from "./build-values.js";
import type { BoundCstNode, ExpectStatementCstNode, ScheduleCstNode } from "./cst.js";

export function buildExpect(
  context: BuildContext,
  node: ExpectStatementCstNode,
): ExpectStatement | undefined {
  const { children } = node;
  const title = buildTextOf(context, children.QuotedText);
  const reference = first(children.serviceReference);
  const service = reference && buildServiceReference(context, reference);
  const scheduleNode = first(children.schedule);
  const schedule = scheduleNode && buildSchedule(context, scheduleNode);
  const boundNode = first(children.bound);
  const bound = boundNode && buildBound(context, boundNode);
  if (!title || !service || !schedule || !bound) return undefined;
  return { kind: "expect", title, service, schedule, bound, span: context.nodeSpan(node) };
}

function buildSchedule(context: BuildContext, node: ScheduleCstNode): Schedule | undefined {
  const { children } = node;
  const mayBeZero = children.WordAt !== undefined;
  const durations = each(children.DurationText, (token) => buildTime(context, token, mayBeZero));
  if (durations.length < (children.DurationText?.length ?? 0)) return undefined;
  if (mayBeZero) return { kind: "at", times: durations };
  const [period, jitter] = durations;
  if (period === undefined) return undefined;
  return children.WordAbout === undefined
    ? { kind: "every", period, jitter }
    : { kind: "about", mean: period };
}

function buildTime(context: BuildContext, token: IToken, mayBeZero: boolean): Duration | undefined {
  if (token.isInsertedInRecovery === true) return undefined;
  if (mayBeZero && /^0+(?:ms|[wdhms])$/u.test(token.image)) return { milliseconds: 0 };
  const duration = parseDuration(token.image);
  if (duration === undefined) {
    const why = "it comes to nothing, or has a unit that there is not";
    context.report("SB1009", context.tokenSpan(token), { text: token.image, why });
  }
  return duration;
}

function buildBound(context: BuildContext, node: BoundCstNode): Bound | undefined {
  const { children } = node;
  const percent = first(children.PercentText);
  const chance = percent && buildChance(context, percent)?.chance;
  if (chance === undefined) return undefined;
  const tries = buildCount(context, first(children.WholeNumber));
  const time = first(children.DurationText);
  const duration = time && buildTime(context, time, false);
  return {
    within:
      tries !== undefined
        ? { kind: "tries", count: tries.value }
        : duration && { kind: "time", duration },
    relation: children.AtMost === undefined ? ">=" : "<=",
    chance,
  };
}
