import type { HookPoint, Ruleset } from "../ir/ruleset.js";
import { UsageError } from "./usage-error.js";

/** The hooks that a trace can be of. */
export const followed: readonly HookPoint[] = ["input", "forward", "output"];

/** Through `prerouting` to the one hook after it that the packets of a trace meet. */
export function hooksOf(ruleset: Ruleset, chosen: HookPoint | undefined): readonly HookPoint[] {
  const hooked = new Set(ruleset.chains.flatMap(({ hook }) => hook?.point ?? []));
  const last = chosen ?? followed.find((hook) => hooked.has(hook));
  const hooks = (["prerouting", last] as const).filter(
    (hook) => hook !== undefined && hooked.has(hook),
  );
  if (hooks.length > 0) return hooks.filter((hook) => hook !== undefined);
  const where = [...hooked].join(", ");
  throw new UsageError(
    `no chain of the policy is hooked at ${chosen ?? "any hook"}`,
    where === ""
      ? "give a chain or a ladder a hook, such as `hook input`"
      : `it is hooked at: ${where}`,
  );
}
