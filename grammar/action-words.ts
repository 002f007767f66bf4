/** What an action begins with. */
export const actionWords: readonly string[] = [
  "accept",
  "drop",
  "return",
  "jump",
  "log",
  "add",
  "count",
];
