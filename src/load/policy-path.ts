/** The folder part of a name, with its `/`; empty for a bare name. */
export function folderOf(name: string): string {
  return name.slice(0, name.lastIndexOf("/") + 1);
}

/**
 * Where a path written in a file leads, relative to the root file's folder.
 * @param from the folder of the file it is written in, relative to the same
 * @returns undefined when it is absolute or climbs out
 */
export function resolvePath(from: string, path: string): string | undefined {
  if (path === "" || path.startsWith("/") || /^[A-Za-z]:|\\/u.test(path)) return undefined;
  const parts: string[] = [];
  for (const part of `${from}${path}`.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.length === 0 ? undefined : parts.join("/");
}
