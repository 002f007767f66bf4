import type { Host } from "./host.js";

/** This program's version, from its own package.json. */
export function programVersion(host: Host): string {
  const manifest = host.readOwn("package.json") ?? "";
  return /"version":\s*"([^"]+)"/u.exec(manifest)?.[1] ?? "unknown";
}
