import type {
  BinItem,
  Hook,
  LadderStatement,
  OddsItem,
  PolicyFile,
  Rung,
} from "../../ast/nodes.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { report } from "../../diagnostics/report.js";

/** SB2010 to SB2013, SB2023, SB2024, SB2027: a ladder with a part missing, too many odds, a row or a list that cannot be. */
export function* ladderShape(policy: PolicyFile): Generator<Diagnostic> {
  for (const statement of policy.statements) {
    if (statement.kind !== "ladder") continue;
    yield* earlyBin(statement);
    yield* missingParts(statement);
    yield* oddsRows(statement);
    yield* repeatedLists(statement);
  }
}

function* missingParts(ladder: LadderStatement): Generator<Diagnostic> {
  const name = ladder.name.text;
  const has = (kind: string): boolean => ladder.items.some((item) => item.kind === kind);
  if (!has("bin")) {
    const help = "say where it ends: `bin sinbin 4h -> drop`";
    yield report("SB2010", ladder.name.span, { ladder: name, missing: "bin", help });
  }
  if (!has("odds") && !has("trap") && !has("scan")) {
    const missing = "way up";
    const help = "nobody could ever be binned: add `odds SERVICE 20%` or `trap SERVICE`";
    yield report("SB2010", ladder.name.span, { ladder: name, missing, help });
  }
}

function* oddsRows(ladder: LadderStatement): Generator<Diagnostic> {
  const rows = ladder.items.filter((item): item is OddsItem => item.kind === "odds");
  const rungs = stepsOf(ladder).length - 1;
  const places = rungs + 1;
  for (const row of rows) {
    const found = row.chances.length;
    const second = row.chances[1];
    if (second === undefined || found === places) continue;
    const span = { ...second.span, start: row.chances[0]?.span.start ?? second.span.start };
    const end = row.chances.at(-1)?.span.end ?? span.end;
    yield report("SB2011", { ...span, end }, { found, places, rungs });
  }
  const any = rows.find((row) => row.subject.kind === "any");
  const other = rows.find((row) => row.subject.kind === "other");
  if (any !== undefined && other !== undefined) {
    const labels = [{ span: any.subject.span, text: "draws for every new connection" }];
    yield report("SB2012", other.subject.span, {}, { labels });
  }
}

/** SB2023, SB2024, SB2027: dropped before connection tracking can only be what is hooked, passes there, and is dropped. */
function* earlyBin(ladder: LadderStatement): Generator<Diagnostic> {
  for (const item of ladder.items) {
    if (item.kind !== "bin" || !item.early) continue;
    const { hook } = ladder;
    if (hook === undefined) yield report("SB2023", item.span, { clause: "early" });
    else yield* earlyAt(hook, item);
    if (item.action !== undefined && item.action.kind !== "drop") {
      yield report("SB2024", item.action.span, {});
    }
  }
}

/** A packet of this host's own never passes `prerouting`, and none that does has an outgoing interface yet. */
function* earlyAt(hook: Hook, bin: BinItem): Generator<Diagnostic> {
  if (hook.point === "output") {
    const why = "what this host sends itself begins behind it";
    const help = "take `early` out; at `output` the bin drops as soon as can be";
    const labels = [{ span: hook.span, text: "hooked here" }];
    yield report("SB2027", bin.span, { why, help }, { labels });
  }
  const out = hook.interfaces.find(({ direction }) => direction === "out");
  if (hook.point !== "forward" || out === undefined) return;
  const why = "no packet has an outgoing interface as early as that";
  const help = "take `early` out, or narrow the hook with `in` instead of `out`";
  const labels = [{ span: out.span, text: "known only later" }];
  yield report("SB2027", bin.span, { why, help }, { labels });
}

/** The rungs, lowest first, then the bin. */
function stepsOf(ladder: LadderStatement): readonly Rung[] {
  const rungs = ladder.items.flatMap((item) => (item.kind === "rungs" ? item.rungs : []));
  const bins = ladder.items.flatMap((item) => (item.kind === "bin" ? [item.bin] : []));
  return [...rungs, ...bins];
}

function* repeatedLists(ladder: LadderStatement): Generator<Diagnostic> {
  const seen = new Map<string, Rung>();
  for (const step of stepsOf(ladder)) {
    const list = step.list.text;
    const earlier = seen.get(list);
    if (earlier === undefined) {
      seen.set(list, step);
      continue;
    }
    const labels = [{ span: earlier.list.span, text: "a step already" }];
    yield report("SB2013", step.list.span, { list }, { labels });
  }
}
