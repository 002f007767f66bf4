import { type Problem, problem } from "../../../src/device/problem.js";
import { builtInChains } from "../names.js";
import type { RouterosProgram } from "../model.js";
import { isSet } from "./content.js";
import { carriesTag, nextOf, type Owned } from "./ownership.js";
import { spotFor } from "./placement.js";
import { rowText } from "./row-text.js";
import type { Row } from "./session.js";
import type { TablePlan } from "./table-plan.js";

/** What forbids a push into one table, and what the user should know of it. */
export function findingsIn(
  plan: TablePlan,
  rows: readonly Row[],
  owned: Owned,
  program: RouterosProgram,
): readonly Problem[] {
  return [
    ...ambiguities(owned),
    ...missingAnchors(plan, rows),
    ...drift(plan, owned),
    ...rulesBefore(plan, rows),
    ...sharedLists(rows, program),
  ];
}

/** Where it cannot be told what is ours, nothing is touched. */
function* ambiguities({ jumps, strays }: Owned): Generator<Problem> {
  const byComment = new Map<string, Row[]>();
  for (const { comment, row } of jumps) {
    byComment.set(comment, [...(byComment.get(comment) ?? []), row]);
  }
  for (const [comment, same] of byComment) {
    if (same.length < 2) continue;
    const what = `${same.length} rules are the jump "${comment}"`;
    yield problem("SB6010", { what, rows: listed(same) });
  }
  const inWay = strays.filter(({ chain = "" }) => builtInChains.has(chain));
  if (inWay.length > 0) {
    const what = "rules in built-in chains carry the policy's comment and are not its jumps";
    yield problem("SB6010", { what, rows: listed(inWay) });
  }
}

function listed(rows: readonly Row[]): string {
  const shown = rows.slice(0, 5).map((row) => `${row[".id"] ?? ""} ${rowText(row)}`);
  if (rows.length > shown.length) shown.push(`and ${rows.length - shown.length} more`);
  return shown.join("; ");
}

function* missingAnchors({ wanted }: TablePlan, rows: readonly Row[]): Generator<Problem> {
  for (const { point, place, origin } of wanted?.entrances ?? []) {
    if (place.kind !== "after" || spotFor(rows, point, place).kind !== "nowhere") continue;
    yield problem("SB6016", { hook: point, comment: place.comment }, origin);
  }
}

function* drift({ wanted, live, switches }: TablePlan, owned: Owned): Generator<Problem> {
  for (const row of owned.strays) {
    if (builtInChains.has(row["chain"] ?? "")) continue;
    yield told(
      `a rule with the policy's comment stands elsewhere, and is left alone: ${rowText(row)}`,
    );
  }
  if (live !== undefined && !live.intact) {
    yield told(`the rules of \`${live.name}\` were changed by hand`);
    for (const row of live.foreign) {
      yield told(`a rule of others stands in a chain of this policy: ${rowText(row)}`);
    }
    for (const row of live.rows.filter((one) => isSet(one, "disabled"))) {
      yield told(`a rule of this policy is switched off: ${rowText(row)}`);
    }
  }
  for (const { jump, target, moves } of switches) {
    if (jump === undefined || target === undefined) continue;
    if (jump.disabled) {
      yield told(`the jump "${jump.comment}" is switched off, so the policy has no effect there`);
    }
    if (moves) yield told(`the jump "${jump.comment}" does not stand where the policy says`);
  }
  if (wanted === undefined || live === undefined) return;
  for (const { comment } of wanted.entrances) {
    const own = [comment, nextOf(comment)];
    if (owned.jumps.some((jump) => own.includes(jump.comment))) continue;
    yield told(`the jump "${comment}" is missing`);
  }
}

function told(what: string): Problem {
  return problem("SB6015", { what });
}

/** Rules that packets meet before ours, and that keep them from ever getting there. */
function* rulesBefore({ wanted, switches }: TablePlan, rows: readonly Row[]): Generator<Problem> {
  for (const { point, place, comment, origin } of wanted?.entrances ?? []) {
    const planned = switches.find(({ entrance }) => entrance?.comment === comment);
    const standing = planned === undefined || (planned.jump !== undefined && !planned.moves);
    const at = standing
      ? rows.findIndex((row) => row["comment"] === comment && row["chain"] === point)
      : indexOfSpot(rows, spotFor(rows, point, place));
    for (const row of rows.slice(0, Math.max(at, 0))) {
      const what = whatItPasses(row, point);
      if (what !== undefined)
        yield problem("SB6013", { hook: point, rule: rowText(row), what }, origin);
    }
  }
}

function indexOfSpot(rows: readonly Row[], spot: ReturnType<typeof spotFor>): number {
  return spot.kind === "before" ? rows.findIndex((row) => row[".id"] === spot.id) : rows.length;
}

/** Known packets may pass by: ladders are about new connections. */
function whatItPasses(row: Row, point: string): string | undefined {
  if (row["chain"] !== point || isSet(row, "disabled")) return undefined;
  const states = row["connection-state"]?.split(",") ?? ["new"];
  const isAboutNew = states.includes("new") || states.some((state) => state.startsWith("!"));
  if (row["action"] === "fasttrack-connection") return "takes packets past all rules";
  const accepts = row["action"] === "accept" || row["action"] === undefined;
  return accepts && isAboutNew ? "lets packets in that ours never see" : undefined;
}

const listProperties = ["src-address-list", "dst-address-list", "address-list"] as const;

function* sharedLists(
  rows: readonly Row[],
  { families, owner }: RouterosProgram,
): Generator<Problem> {
  const ours = new Set(families.flatMap((family) => listsOf(family.tables, family.lists)));
  for (const row of rows) {
    if (carriesTag(row, owner)) continue;
    for (const name of listProperties) {
      const list = row[name]?.replace(/^!/u, "");
      if (list !== undefined && ours.has(list)) {
        yield problem("SB6014", { list, rule: rowText(row) });
      }
    }
  }
}

type FamilyOf = RouterosProgram["families"][number];

function listsOf(tables: FamilyOf["tables"], lists: FamilyOf["lists"]): readonly string[] {
  const added = tables.flatMap(({ hooks, chains }) =>
    [...hooks, ...chains].flatMap(({ rules }) =>
      rules.flatMap(({ action }) => (action.kind === "add" ? [action.list] : [])),
    ),
  );
  return [...lists.map(({ name }) => name), ...added];
}
