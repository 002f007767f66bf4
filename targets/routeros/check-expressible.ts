import type { Diagnostic } from "../../src/diagnostics/diagnostic.js";
import { report } from "../../src/diagnostics/report.js";
import type { Action, Chain, Interface, Rule, Ruleset } from "../../src/ir/ruleset.js";
import { type Chance, formatChance } from "../../src/net/chance.js";
import { formatDuration, formatTimeout } from "../../src/net/duration.js";
import type { Span } from "../../src/source/source-file.js";
import type { RouterosCapabilities } from "./capabilities.js";
import { isPrintableAscii } from "./comments.js";
import { isInlined } from "./inlining.js";
import { routerosSpelling } from "./lower-interface.js";

const target = "RouterOS";

/** What RouterOS cannot say however the rules are arranged: odds, timeouts, texts, unnamed interfaces. */
export function* checkExpressible(
  ruleset: Ruleset,
  capabilities: RouterosCapabilities,
): Generator<Diagnostic> {
  const seen = new Set<string>();
  for (const chain of ruleset.chains) {
    // The note of a chain is on the router where a jump leads in; elsewhere it heads a part of the script.
    if (chain.hook !== undefined && !isInlined(chain)) yield* checkNote(chain);
    for (const named of interfacesOf(chain)) {
      if (seen.has(named.name)) continue;
      seen.add(named.name);
      yield* checkInterface(named);
    }
    for (const rule of chain.rules) {
      yield* checkNote(rule);
      if (rule.chance !== undefined) yield* checkChance(rule.chance, rule.origin);
      for (const action of rule.actions) yield* checkAction(action, capabilities);
    }
  }
}

function interfacesOf({ hook, rules }: Chain): readonly Interface[] {
  const narrowing = hook?.interfaces ?? [];
  const matchers = rules.flatMap((rule) => rule.matchers);
  return [...narrowing, ...matchers].flatMap((matcher) =>
    matcher.kind === "interface" ? [matcher.interface] : [],
  );
}

function* checkInterface(named: Interface): Generator<Diagnostic> {
  const spelling = routerosSpelling(named);
  if (spelling === undefined) {
    yield report("SB5004", named.origin, { name: named.name, target: "routeros" });
    return;
  }
  for (const name of spelling.names) {
    if (isPrintableAscii(name) && !name.startsWith("!")) continue;
    const why = name.startsWith("!")
      ? "a leading `!` is a negation there"
      : "only printable ASCII comes through its API unchanged";
    const help = "rename the interface on the router";
    yield report("SB5003", spelling.origin, { target, what: "interface name", why }, { help });
  }
}

function* checkNote({ note, origin }: Chain | Rule): Generator<Diagnostic> {
  if (note === undefined || isPrintableAscii(note)) return;
  const why = "comments come through its API unchanged only in printable ASCII";
  const help = "write the note in ASCII, or begin it with one `#` to keep it in the source only";
  yield report("SB5003", origin, { target, what: "note", why }, { help });
}

function* checkChance(chance: Chance, origin: Span): Generator<Diagnostic> {
  if (chance.millionths % 10_000 === 0) return;
  const percent = chance.millionths / 10_000;
  const nearest = Math.max(1, Math.round(percent));
  const off = formatChance({ millionths: Math.abs(chance.millionths - nearest * 10_000) });
  const twice = asTwoDraws(chance);
  const exactly =
    twice === undefined
      ? ""
      : `; exactly it is \`${twice[0]}%\` on a rule that jumps to a chain whose rule has \`${twice[1]}%\``;
  yield report(
    "SB5001",
    origin,
    { target, found: formatChance(chance), why: "`random` is whole percents from 1 to 99" },
    { help: `the nearest it can draw is \`${nearest}%\`, ${off} off${exactly}` },
  );
}

/** Two whole percentages whose product is the chance, the larger first. */
function asTwoDraws({ millionths }: Chance): readonly [number, number] | undefined {
  for (let first = 99; first > 0; first--) {
    const second = millionths / (first * 100);
    if (Number.isInteger(second) && second < 100 && second <= first) return [first, second];
  }
  return undefined;
}

function* checkAction(action: Action, capabilities: RouterosCapabilities): Generator<Diagnostic> {
  switch (action.kind) {
    case "log":
      yield* checkPrefix(action.prefix, action.origin, capabilities);
      return;
    case "add":
      yield* checkTimeout(action, capabilities);
      return;
    case "accept":
    case "drop":
    case "tarpit":
    case "reject":
    case "else":
    case "return":
    case "jump":
    case "count":
      return;
  }
}

function* checkPrefix(
  prefix: string,
  origin: Span,
  { logPrefixBytes, version }: RouterosCapabilities,
): Generator<Diagnostic> {
  const what = "log prefix";
  if (!isPrintableAscii(prefix)) {
    const why = "only printable ASCII comes through its API unchanged";
    const help = "write the prefix in ASCII, without line ends";
    yield report("SB5003", origin, { target, what, why }, { help });
  } else if (logPrefixBytes !== undefined && prefix.length > logPrefixBytes) {
    const why = `it has ${prefix.length} bytes, version ${version} holds ${logPrefixBytes}`;
    const help = `shorten it: \`${prefix.slice(0, logPrefixBytes).trimEnd()}\``;
    yield report("SB5003", origin, { target, what, why }, { help });
  }
}

function* checkTimeout(
  { timeout, origin }: Extract<Action, { readonly kind: "add" }>,
  { timeoutSeconds }: RouterosCapabilities,
): Generator<Diagnostic> {
  if (timeout === "forever") return;
  const found = formatTimeout(timeout);
  if (timeout.milliseconds % 1000 !== 0) {
    const whole = { milliseconds: Math.max(1000, Math.round(timeout.milliseconds / 1000) * 1000) };
    const why = "its timeouts are whole seconds";
    const help = `write \`${formatTimeout(whole)}\``;
    yield report("SB5002", origin, { target, found, why }, { help });
  } else if (timeout.milliseconds > timeoutSeconds * 1000) {
    const longest = formatDuration({ milliseconds: timeoutSeconds * 1000 });
    const why = `its longest timeout is ${longest}`;
    const help = `write \`${longest}\`, or \`forever\` for an entry that stays until the router restarts`;
    yield report("SB5002", origin, { target, found, why }, { help });
  }
}
