import type { DeviceFacts } from "../../../src/device/plan.js";
import { problem, type Problem } from "../../../src/device/problem.js";
import type { RuleCounter, Status, StatusEntry } from "../../../src/device/status.js";
import { parseDuration } from "../../../src/net/duration.js";
import type { Family } from "../../../src/net/family.js";
import { menuPath } from "../model.js";
import { isSet, plainHost } from "./content.js";
import { type LivePolicy, type LiveTable, readLivePolicy } from "./live-policy.js";
import { rowText } from "./row-text.js";
import { ruleUse, withoutGeneration } from "./rule-use.js";
import type { Row, Session, Trouble } from "./session.js";

export type StatusRead =
  | { readonly ok: true; readonly status: Status }
  | { readonly ok: false; readonly trouble: Trouble };

export async function readStatus(
  session: Session,
  owner: string,
  policy: string,
  device: DeviceFacts,
): Promise<StatusRead> {
  const read = await readLivePolicy(session, owner);
  if (!read.ok) return read;
  const { live } = read;
  const entries: StatusEntry[] = [];
  for (const [family, { named }] of live.lists) {
    if (named.size === 0) continue;
    const reply = await session.run({
      path: `${menuPath(family, "address-list")}/print`,
      proplist: ["list", "address", "timeout", "dynamic", "disabled"],
      queries: [...named].flatMap((list, index) => [`list=${list}`, ...(index > 0 ? ["#|"] : [])]),
    });
    if (!reply.ok) return reply;
    for (const row of reply.rows) if (!isSet(row, "disabled")) entries.push(entryOf(row, family));
  }
  return {
    ok: true,
    status: {
      device,
      policy,
      inForce: live.tables.some(({ rules }) => rules.length > 0),
      entries,
      counters: live.tables.flatMap((table) => countersOf(table, owner)),
      findings: findingsOf(live),
    },
  };
}

function entryOf(row: Row, family: Family): StatusEntry {
  const remaining = parseDuration(row["timeout"] ?? "")?.milliseconds;
  return {
    list: row["list"] ?? "",
    family,
    address: plainHost(row["address"] ?? ""),
    remaining,
    learnt: isSet(row, "dynamic") || remaining !== undefined,
  };
}

function countersOf({ family, table, rules }: LiveTable, owner: string): readonly RuleCounter[] {
  return rules.map((row) => {
    const { chain = "", comment = "", ...rest } = row;
    return {
      family,
      chain: withoutGeneration(chain),
      rule: rowText(rest),
      origin: comment.slice(owner.length + 1).split(" ")[0] ?? "",
      packets: Number(row["packets"] ?? 0),
      bytes: Number(row["bytes"] ?? 0),
      use: ruleUse(row, table),
    };
  });
}

function findingsOf({ tables }: LivePolicy): readonly Problem[] {
  const found: Problem[] = [];
  const tell = (what: string): void => void found.push(problem("SB6015", { what }));
  for (const { owned } of tables) {
    for (const { comment, disabled } of owned.jumps) {
      if (disabled) tell(`the jump "${comment}" is switched off`);
    }
    const targets = owned.jumps.map(({ target }) => target);
    for (const { name, intact } of owned.generations.values()) {
      if (!targets.some((target) => target.endsWith(`@${name}`))) {
        tell(`nothing leads to the rules of \`${name}\``);
      } else if (!intact) {
        tell(`the rules of \`${name}\` were changed by hand`);
      }
    }
    for (const row of owned.strays) {
      tell(`a rule with the policy's comment is not one that was pushed: ${rowText(row)}`);
    }
  }
  return found;
}
