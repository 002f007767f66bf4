import type { Diagnostic } from "../../src/diagnostics/diagnostic.js";
import { report } from "../../src/diagnostics/report.js";
import type { Chain, Ruleset } from "../../src/ir/ruleset.js";
import { isPrintableAscii, ownerTag } from "./comments.js";
import { overtaken } from "./places.js";

const target = "RouterOS";

/** Places of hooked chains: comments that can be looked for, and the order of the file. */
export function* checkPlaces({ chains, policy }: Ruleset): Generator<Diagnostic> {
  for (const chain of chains) {
    if (chain.hook === undefined) continue;
    yield* checkComment(chain, ownerTag(policy));
    yield* checkOrder(chain, chains);
  }
}

function* checkComment({ hook }: Chain, owner: string): Generator<Diagnostic> {
  if (hook?.place.kind !== "after") return;
  const { comment, origin } = hook.place;
  const what = "comment";
  if (!isPrintableAscii(comment)) {
    const why = "only printable ASCII comes through its API unchanged";
    const help = "give the rule on the router a comment in ASCII";
    yield report("SB5003", origin, { target, what, why }, { help });
  } else if (comment.startsWith(`${owner} `)) {
    const why = "it is one of this policy's own, which go away before new ones come";
    const help = "chains of one place stand in the order of the file; name another's rule here";
    yield report("SB5003", origin, { target, what, why }, { help });
  }
}

/** Chains of one hook run in file order (LANGUAGE.md 8.2), which their places may contradict. */
function* checkOrder(chain: Chain, chains: readonly Chain[]): Generator<Diagnostic> {
  const { hook, origin } = chain;
  const earlier = overtaken(chain, chains);
  if (earlier !== undefined) {
    const labels = [{ span: earlier.origin, text: "runs first by the order of the file" }];
    const names = { chain: chain.name, earlier: earlier.name };
    yield report("SB7001", origin, names, { labels });
    return;
  }
  if (hook?.place.kind !== "after") return;
  const { comment } = hook.place;
  const other = chains
    .slice(0, chains.indexOf(chain))
    .find(
      ({ hook: its }) =>
        its?.point === hook.point && its.place.kind === "after" && its.place.comment !== comment,
    );
  if (other === undefined) return;
  const what = `\`${other.name}\` and \`${chain.name}\` run in the order of the rules that they follow`;
  const help = "let both follow one rule, or make sure that the rules stand in this order";
  yield report("SB5009", hook.place.origin, { target, what }, { help });
}
