import type { Diagnostic } from "../../src/diagnostics/diagnostic.js";
import { report } from "../../src/diagnostics/report.js";
import type { HookPoint, Ruleset } from "../../src/ir/ruleset.js";
import { formatTimeout } from "../../src/net/duration.js";
import type { Dialect } from "./interfaces.js";
import { knownTime } from "./lower-scan.js";
import type { NftSet } from "./model.js";
import { chainsReachedFrom } from "./reach.js";

/** What the table does only nearly, in the order of the policy. */
export function* approximations(
  ruleset: Ruleset,
  sets: readonly NftSet[],
  { title: target }: Dialect,
): Generator<Diagnostic> {
  for (const list of ruleset.lists) {
    const learning = sets.filter((set) => set.list === list.name && !("members" in set));
    if (list.max === undefined || learning.length < 2) continue;
    const what = `\`${list.name}\` has room for ${String(list.max)} in each of ${String(learning.length)} sets: families, and entries with a timer and without, are apart`;
    const help = "it is exact for one family (`family ipv4`) and one kind of entry";
    yield report("SB5009", list.origin, { target, what }, { help });
  }
  for (const { hook, rules } of ruleset.chains) {
    if (hook?.place.kind === "after") {
      const what = "its rules have no comments to stand behind; the chain stands first";
      const help = "write `place first` or `place last`, before or after the tables of others";
      yield report("SB5009", hook.place.origin, { target, what }, { help });
    }
    for (const { matchers, origin } of rules) {
      const scan = matchers.find((matcher) => matcher.kind === "scan")?.scan;
      if (scan === undefined) continue;
      const time = formatTimeout({ milliseconds: knownTime(scan) });
      const what = `\`scan\` is rebuilt from sets: ports that are new to a source are counted as \`psd\` counts them, those that it comes back to within ${time} are not; of 200 ports that are scanned again and again, four seconds apart, ${mostMissed} passed that \`psd\` would have found`;
      const help =
        "let the rule list the source (`-> add source to LIST`), so that its first scan decides";
      yield report("SB5009", origin, { target, what }, { help });
    }
  }
  for (const point of hookPoints) yield* acceptedAndAskedAgain(ruleset, point, target);
}

/** Of the last row on `scan` in docs/fidelity.md, which test/nftables/scan-figures.test.ts measures. */
export const mostMissed = "81 %";

const hookPoints: readonly HookPoint[] = ["prerouting", "input", "forward", "output"];

/** Two base chains at one hook: what one accepts the other one still sees. */
function* acceptedAndAskedAgain(
  ruleset: Ruleset,
  point: HookPoint,
  target: string,
): Generator<Diagnostic> {
  const hooked = ruleset.chains.filter(({ hook }) => hook?.point === point);
  const late = hooked.filter(({ hook }) => hook?.place.kind === "last");
  const early = hooked.filter((chain) => !late.includes(chain));
  const [next] = late;
  if (next === undefined) return;
  for (const { rules } of chainsReachedFrom(ruleset, early)) {
    for (const { actions, origin } of rules) {
      const accepts = actions.some(
        (action) =>
          action.kind === "accept" ||
          (action.kind === "else" && action.choices.some(({ kind }) => kind === "accept")),
      );
      if (!accepts) continue;
      const what = `a packet accepted here still meets \`${next.name}\`, which is placed last`;
      const help =
        "give the chains of one hook one place, or drop in the first and accept in the last";
      yield report("SB5009", origin, { target, what }, { help });
    }
  }
}
