import type { Device, Planned, PlanOptions, Planning } from "../../../src/device/device.js";
import type { DeviceFacts } from "../../../src/device/plan.js";
import { good, type Problem, type Result } from "../../../src/device/problem.js";
import type { Ruleset } from "../../../src/ir/ruleset.js";
import type { Dialect } from "../interfaces.js";
import { lowerRuleset } from "../lower.js";
import type { NftProgram } from "../model.js";
import { tableOf } from "../names.js";
import { changeBans } from "./bans.js";
import { changesOf } from "./changes.js";
import { contentsOfProgram } from "./contents.js";
import { busyFindings, findingsOf } from "./findings.js";
import { lockouts } from "./management.js";
import { movesOf } from "./moves.js";
import { type HostState, readHost } from "./read-host.js";
import { statusOf } from "./read-status.js";
import type { Shell } from "./shell.js";
import { type ChangeTexts, pushTexts, removalTexts } from "./texts.js";
import { carryOut } from "./carry-out.js";

const dialect: Dialect = { target: "nftables", title: "nftables", spelledFor: ["nftables"] };

/** A host's kernel as a device: this host, or one behind ssh. Fails where nft cannot be used. */
export async function openHostDevice(shell: Shell, name: string): Promise<Result<Device>> {
  // Any table will do to learn what the host is.
  const opened = await readHost(shell, name, tableOf("none"));
  if (!opened.ok) {
    shell.close();
    return opened;
  }
  const { facts } = opened.value;
  const at: Place = { shell, name, facts };
  return good({
    facts,
    plan: async (ruleset: Ruleset, options: PlanOptions): Promise<Planning> => {
      const { value: program, diagnostics } = lowerRuleset(ruleset, dialect);
      if (program === undefined) return { diagnostics, planned: undefined };
      return { diagnostics, planned: await planProgram(at, ruleset, program, options) };
    },
    planRemoval: (policy) => planRemoval(at, policy),
    status: async (policy) => {
      const read = await readHost(shell, name, tableOf(policy));
      return read.ok ? good(statusOf(read.value, policy)) : read;
    },
    ban: (policy, address, time) => changeBans(at, tableOf(policy), address, { kind: "ban", time }),
    forgive: (policy, address) => changeBans(at, tableOf(policy), address, { kind: "forgive" }),
    close: () => shell.close(),
  });
}

export interface Place {
  readonly shell: Shell;
  readonly name: string;
  readonly facts: DeviceFacts;
}

async function planProgram(
  at: Place,
  ruleset: Ruleset,
  program: NftProgram,
  { allowLockout }: PlanOptions,
): Promise<Result<Planned>> {
  const { shell, name, facts } = at;
  const { table, policy } = program;
  const read = await readHost(shell, name, table);
  if (!read.ok) return read;
  const state = read.value;
  const wanted = contentsOfProgram(program);
  const moves = state.live === undefined ? [] : movesOf(state.live.table, wanted, program);
  const texts = (now: HostState, patience: number): ChangeTexts =>
    pushTexts({
      program,
      wanted,
      live: now.live?.table,
      moves: now.live === undefined ? [] : movesOf(now.live.table, wanted, program),
      patience,
    });
  const changes = changesOf(table, state.live, wanted, moves);
  const shutting = (changes.length === 0 ? [] : lockouts(ruleset, state)).map((found): Problem =>
    allowLockout ? { ...found, severity: "warning" } : found,
  );
  return good({
    plan: {
      device: facts,
      policy,
      changes,
      findings: [...findingsOf(state, moves), ...shutting],
    },
    apply: (options) => carryOut(at, table, state, { texts, wanted, ...options }),
  });
}

async function planRemoval(at: Place, policy: string): Promise<Result<Planned>> {
  const { shell, name, facts } = at;
  const table = tableOf(policy);
  const read = await readHost(shell, name, table);
  if (!read.ok) return read;
  const state = read.value;
  const { live } = state;
  const members = live?.table.sets.reduce((sum, set) => sum + set.members.length, 0) ?? 0;
  const rules = live?.table.chains.reduce((sum, chain) => sum + chain.rules.length, 0) ?? 0;
  return good({
    plan: {
      device: facts,
      policy,
      changes:
        live === undefined
          ? []
          : [
              {
                phase: "cut-over",
                action: "remove",
                family: undefined,
                menu: `table inet ${table}`,
                what: "the table",
                reason: `with ${rules} rules and ${members} members of sets`,
                origin: undefined,
              },
            ],
      findings: busyFindings(state),
    },
    apply: (options) =>
      carryOut(at, table, state, {
        texts: (now, patience) =>
          now.live === undefined
            ? { load: [], revert: [], cleanup: [] }
            : removalTexts(table, now.live.table, patience),
        wanted: undefined,
        ...options,
      }),
  });
}
