import type { HookPoint } from "../../src/ir/ruleset.js";
import type { RouterosHook, TableProgram } from "./model.js";
import { commandLines, escaped, quoted, type Word } from "./rsc-text.js";

/** Statements that stop an import, before it has changed anything, where a rule that ours shall follow is missing. */
export function* requirements({ hooks }: TableProgram, owner: string): Generator<string> {
  for (const { point, place } of hooks) {
    if (place.kind !== "after") continue;
    const missing = `${owner}: nothing was changed, since no rule in ${point} has the comment `;
    yield `:if ([:len ${withComment(point, place.comment)}] = 0) do={`;
    yield `  :error "${escaped(`${missing}"${place.comment}"`)}"`;
    yield "}";
  }
}

/** Rules into a built-in chain, at their place. @param rules the words of each */
export function* enter(
  { point, place }: RouterosHook,
  rules: readonly (readonly Word[])[],
  owner: string,
): Generator<string> {
  const anchor: Anchor = {
    add: `add chain=${point} action=passthrough comment=${quoted(`${owner} anchor`)}`,
    found: `[find where comment=${quoted(`${owner} anchor`)}]`,
  };
  switch (place.kind) {
    case "first":
      yield `# into ${point}, before what is there`;
      yield* first(point, rules, anchor);
      return;
    case "last":
      yield `# into ${point}, after what is there`;
      for (const words of rules) yield* commandLines(words);
      return;
    case "after":
      yield `# into ${point}, after ${quoted(place.comment)}`;
      yield* after(`[:pick ${withComment(point, place.comment)} 0]`, rules, anchor);
      return;
  }
}

/** A rule that does nothing and holds a place while rules are added. */
interface Anchor {
  readonly add: string;
  readonly found: string;
}

/**
 * Rules before all that is there in a built-in chain. Dynamic rules stand before everything and let nothing in
 * front of them; ours have just been taken off, so the first rule that is not dynamic is another's. Where there
 * is none, a rule that does nothing takes its place meanwhile.
 */
function* first(
  point: HookPoint,
  rules: readonly (readonly Word[])[],
  anchor: Anchor,
): Generator<string> {
  const present = `[find where chain=${point} and dynamic=no]`;
  yield `:if ([:len ${present}] = 0) do={`;
  yield `  ${anchor.add}`;
  yield "}";
  for (const [index, words] of rules.entries()) {
    yield* commandLines([...words, `place-before=[:pick ${present} ${index}]`]);
  }
  yield `remove ${anchor.found}`;
}

/**
 * Rules after another's. Rules can only be put before one, so one that does nothing is put there, the two change
 * places, and ours go before the former. Among the rules of others no order changes.
 */
function* after(
  other: string,
  rules: readonly (readonly Word[])[],
  anchor: Anchor,
): Generator<string> {
  yield* commandLines([anchor.add, `place-before=${other}`]);
  yield* commandLines([`move ${other}`, `destination=${anchor.found}`]);
  for (const words of rules) {
    yield* commandLines([...words, `place-before=${anchor.found}`]);
  }
  yield `remove ${anchor.found}`;
}

function withComment(point: HookPoint, comment: string): string {
  return `[find where chain=${point} and dynamic=no and comment=${quoted(comment)}]`;
}
