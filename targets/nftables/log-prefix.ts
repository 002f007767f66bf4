/** The kernel writes `IN=` right behind the prefix; a space keeps the two apart. */
export function spacedPrefix(prefix: string): string {
  return prefix === "" || prefix.endsWith(" ") ? prefix : `${prefix} `;
}

/** The prefix without it. */
export function unspacedPrefix(prefix: string): string {
  return prefix.replace(/ $/u, "");
}
