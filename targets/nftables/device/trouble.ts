import { type Problem, problem } from "../../../src/device/problem.js";
import { ending } from "./scripts.js";
import type { Ran } from "./shell.js";

export const nothingChanged = "nothing was changed";

/** A script that did not end well, as a message that says what to do. @param state it leaves the host in, as a clause */
export function endProblem(ran: Ran, device: string, command: string, state: string): Problem {
  if (ran.kind === "unreachable") {
    return problem("SB6001", { device, why: ran.why, help: ran.help, state });
  }
  if (ran.kind === "silent") {
    return problem("SB6004", { device, how: `no answer within ${ran.seconds} seconds`, state });
  }
  switch (ran.code) {
    case ending.noNft:
      return problem("SB6021", {
        device,
        why: "there is no `nft` on it",
        help: "install nftables (Debian: `apt install nftables`)",
      });
    case ending.notAllowed:
      return problem("SB6021", {
        device,
        why: firstLine(ran.errors),
        help: "only root may read and change the firewall: run this as root, or log in as root (ssh://root@…)",
      });
    case ending.busy:
      return problem("SB6009", {
        device,
        who: "a push that is not confirmed yet is under way",
        state,
      });
    case ending.noRoom:
      return problem("SB6007", {
        device,
        command: "mkdir /run/sinbinc-…",
        message: firstLine(ran.errors),
        state,
      });
    case ending.changed:
      return problem("SB6011", { device, what: "somebody has changed the table", state });
    case ending.decided:
      return problem("SB6017", {
        why: "it was not confirmed in time",
        state: `${device} has put the old rules back`,
      });
    default:
      return problem("SB6007", { device, command, message: firstLine(ran.errors), state });
  }
}

/** What a program complains of. */
function firstLine(errors: string): string {
  return (
    errors
      .split("\n")
      .find((line) => line.trim() !== "")
      ?.trim() ?? "it says nothing"
  );
}
