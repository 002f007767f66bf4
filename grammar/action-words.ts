/** What an action begins with. */
export const actionWords: readonly string[] = [
  "accept",
  "drop",
  "reject",
  "tarpit",
  "return",
  "jump",
  "log",
  "add",
  "count",
];
