import { problem, type Result, bad, good } from "../device/problem.js";
import type { Host } from "./host.js";

/**
 * The password of a device: from the file named, from SINBIN_PASSWORD, or asked for without echo. It goes into the
 * login and nowhere else.
 */
export async function readPassword(
  host: Host,
  device: string,
  file: string | undefined,
): Promise<Result<string>> {
  if (file !== undefined) {
    const read = host.read(file);
    if (!read.ok) return bad(problem("SB6018", { why: `no password for ${device}: ${read.why}` }));
    return good(new TextDecoder().decode(read.value).replace(/\r?\n$/u, ""));
  }
  const given = host.env["SINBIN_PASSWORD"];
  if (given !== undefined) return good(given);
  const typed = await host.person?.askSecretly(`Password for ${device}: `);
  if (typed !== undefined) return good(typed);
  return bad(problem("SB6018", { why: `no password for ${device}` }));
}
