import { formatChance } from "../net/chance.js";
import type { Interval } from "./interval.js";
import type { Judgement } from "./expectation.js";
import { obstacleInWords } from "./obstacle.js";

/** `97.77% (exact chain), expected at least 99%`. */
export function judgementInWords({ statement, figure, obstacle }: Judgement): string {
  const { relation, chance } = statement.bound;
  const wanted = `expected ${relation === ">=" ? "at least" : "at most"} ${formatChance(chance)}`;
  const why = obstacle === undefined ? "" : `, ${obstacleInWords(obstacle)}`;
  return `${finely(figure.chance)} (${figure.method}${why}), ${wanted}`;
}

/** What to know beside the verdict; undefined when it says all. */
export function judgementRemark({ verdict, figure }: Judgement): string | undefined {
  if (verdict === "undecided") return "too close to decide: the bounds lie on both sides of it";
  if (figure.faster === undefined) return undefined;
  const other = finely(figure.faster);
  return other === finely(figure.chance)
    ? undefined
    : `the period divides a timeout: whoever is a hair faster is banned with ${other}`;
}

/** Small chances matter here: four significant figures of what is missing to 0 or 100 %. */
function finely({ low, high }: Interval): string {
  if (high - low <= 1e-9) return percent((low + high) / 2);
  return `${percent(low)} to ${percent(high)}`;
}

function percent(share: number): string {
  if (share === 0) return "0%";
  if (share >= 1) return "100%";
  const away = Math.min(share, 1 - share) * 100;
  const decimals = away < 1e-9 ? 10 : Math.min(10, Math.max(2, 3 - Math.floor(Math.log10(away))));
  return `${String(Number((share * 100).toFixed(decimals)))}%`;
}
