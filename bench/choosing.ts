/** Ladders beside the detectors of others, on the same behaviours: the table of docs/choosing-a-ladder.md. */
import { compileToRuleset } from "../src/compile.js";
import { wellKnownServices } from "../src/net/well-known-services.js";
import { surveyOf } from "../src/odds/survey.js";
import { chanceInWords } from "../src/odds/words.js";
import { sourceFile } from "../src/source/source-file.js";

const ladders: readonly (readonly [name: string, policy: string])[] = [
  [
    "seed's ladder",
    `ladder l hook input {
  rungs sin_1 1m, sin_2 1m
  bin   sinbin 4h -> drop
  odds  ssh 80%
  odds  any 20% 30% 40%
}`,
  ],
  [
    "tuned ladder",
    `ladder l hook input {
  rungs sin_1 20s, sin_2 20s, sin_3 20s, sin_4 20s, sin_5 20s, sin_6 20s
  bin   sinbin 4h -> drop
  odds  ssh 96%
  odds  any 1%
}`,
  ],
  [
    "psd (`scan 21 3s low 3 high 1`)",
    `ladder l hook input {
  bin  scanners 4h -> drop
  scan 21 3s low 3 high 1
}`,
  ],
];

/** What came of the tries of each behaviour, which no firewall sees: `-` failed, `+` did not. */
const outcomes: Readonly<Record<string, { readonly login: string; readonly answers: string }>> = {
  "a password guesser, fast": { login: "-".repeat(20), answers: "+".repeat(20) },
  "a password guesser, slow": { login: "-".repeat(20), answers: "+".repeat(20) },
  // One port in twenty answers, and nobody logs in.
  "a port sweep": { login: "", answers: `+${"-".repeat(19)}`.repeat(5) },
  "one try at a dropped port": { login: "", answers: "-" },
  "a colleague who mistypes": { login: "--+", answers: "+++" },
  "a deploy script": { login: "+".repeat(5), answers: "+".repeat(5) },
  "a monitor": { login: "", answers: "+".repeat(60) },
  "a browser": { login: "", answers: "+".repeat(20) },
};

/** Seconds between two tries; all that `findtime` asks. */
const gaps: Readonly<Record<string, number>> = {
  "a password guesser, fast": 2,
  "a password guesser, slow": 50,
};

/** fail2ban's sshd jail as it comes: maxretry 5, findtime 10m. */
function fail2ban(who: string): boolean {
  const { login = "" } = outcomes[who] ?? {};
  const [maxretry, findtime] = [5, 600];
  const failures = login.replaceAll("+", "").length;
  return failures >= maxretry && (gaps[who] ?? 5) * (maxretry - 1) < findtime;
}

/**
 * Jung et al. 2004, section 5, with its figures: θ₀ = 0.8, θ₁ = 0.2, α = 0.01, β = 0.99. Its tries are first contacts
 * with a service, so somebody who comes back to one that answers is seen once.
 */
function randomWalk(who: string): boolean {
  const { answers = "" } = outcomes[who] ?? {};
  const contacts = who === "a port sweep" ? answers : answers.slice(0, 1);
  let likelihood = 1;
  for (const answer of contacts) {
    likelihood *= answer === "+" ? 0.2 / 0.8 : 0.8 / 0.2;
    if (likelihood >= 0.99 / 0.01) return true;
    if (likelihood <= 0.01 / 0.99) return false;
  }
  return false;
}

export function choosingRows(): readonly string[] {
  const surveys = ladders.map(([name, policy]) => {
    const { value: ruleset } = compileToRuleset(sourceFile("ladder.sbn", policy));
    if (ruleset === undefined) throw new Error(`${name} does not compile`);
    return surveyOf(ruleset, (service) => wellKnownServices.get(service));
  });
  const [first] = surveys;
  const names = [
    ...ladders.map(([name]) => name),
    "fail2ban (5 failures in 10 min)",
    "threshold random walk",
  ];
  const rows = (first?.behaviours ?? []).map(({ behaviour: { who } }, index) => {
    const ours = surveys.map(({ behaviours }) => {
      const banned = behaviours[index]?.banned;
      return banned === undefined ? "" : chanceInWords(banned);
    });
    const others = [fail2ban(who), randomWalk(who)].map((isBanned) => (isBanned ? "100%" : "0%"));
    return `| ${[who, ...ours, ...others].join(" | ")} |`;
  });
  return [`| banned | ${names.join(" | ")} |`, `| --- |${" ---: |".repeat(names.length)}`, ...rows];
}

/** Wald 1947: tries that a test of α and β needs on average to ban, when an attacker fails with p₁ and a visitor with p₀. */
export function waldsBound(alpha: number, beta: number, p1: number, p0: number): number {
  const apart = p1 * Math.log(p1 / p0) + (1 - p1) * Math.log((1 - p1) / (1 - p0));
  return (beta * Math.log(beta / (1 - alpha)) + (1 - beta) * Math.log((1 - beta) / alpha)) / apart;
}

export function waldRows(): readonly string[] {
  const cases = [
    [0.001, 0.01, 0.9, 0.1],
    [0.001, 0.01, 0.9, 0.5],
    [0.001, 0.01, 0.6, 0.4],
  ] as const;
  return [
    "| a visitor is banned | an attacker is not | an attacker's tries fail | a visitor's fail | tries needed, on average |",
    "| ---: | ---: | ---: | ---: | ---: |",
    ...cases.map(([alpha, beta, p1, p0]) => {
      const percents = [alpha, beta, p1, p0].map(
        (share) => `${String(Number((share * 100).toFixed(1)))}%`,
      );
      return `| ${percents.join(" | ")} | ${waldsBound(alpha, beta, p1, p0).toFixed(1)} |`;
    }),
  ];
}
