import { printStanding } from "../device/print-standing.js";
import { printStatus } from "../device/print-status.js";
import { standingOf } from "../device/standing.js";
import type { Status } from "../device/status.js";
import type { Host } from "./host.js";
import { inChunks, printChunks } from "./tell.js";
import { tellProblems } from "./tell-device.js";

/** How a policy stands on a device, or where one address stands there, for people. */
export function showStatus(host: Host, status: Status, address: string | undefined): void {
  const standing = address === undefined ? undefined : standingOf(status, address);
  const lines = standing === undefined ? printStatus(status) : printStanding(standing);
  printChunks(host, inChunks(lines));
  tellProblems(host, status.findings);
}
