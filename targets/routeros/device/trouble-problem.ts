import { type Problem, problem } from "../../../src/device/problem.js";
import type { Trouble } from "./session.js";

/** What a device is called in messages, and as whom one logs in. */
export interface DeviceName {
  /** `routeros://admin@192.0.2.1` */
  readonly name: string;
  readonly user: string;
}

export const nothingChanged = "nothing was changed";

/**
 * A trouble as a message that says what to do.
 * @param state what state it leaves the device in, as a clause
 */
export function troubleProblem(
  trouble: Trouble,
  { name, user }: DeviceName,
  state: string,
): Problem {
  const device = name;
  switch (trouble.kind) {
    case "unreachable":
      return problem("SB6001", { device, state, ...unreachable(trouble.code) });
    case "distrusted": {
      const { code, fingerprint } = trouble;
      const why = certificateWords.get(code) ?? code;
      return problem("SB6002", { device, why, fingerprint, state });
    }
    case "login":
      return problem("SB6003", { device, user, message: loginWords(trouble.message), state });
    case "lost":
      return trouble.how === "garbage"
        ? problem("SB6005", { device, what: trouble.detail, state })
        : problem("SB6004", { device, how: lostWords(trouble.how, trouble.detail), state });
    case "trap": {
      const { command, message } = trouble;
      return problem("SB6007", { device, command, message, state });
    }
    case "unsendable":
      return problem("SB6008", { text: JSON.stringify(trouble.text), state });
  }
}

function unreachable(code: string): { readonly why: string; readonly help: string } {
  const enable =
    "see that `/ip service` has api or api-ssl enabled, on this port and for this address";
  switch (code) {
    case "ECONNREFUSED":
      return { why: "nothing listens on this port", help: enable };
    case "ETIMEDOUT":
      return {
        why: "no answer",
        help: `see that the address is right and no firewall drops; ${enable}`,
      };
    case "ECONNRESET":
      return { why: "the connection is closed before the login", help: enable };
    case "EHOSTUNREACH":
    case "ENETUNREACH":
      return {
        why: "there is no route to it",
        help: "see that this host has a route to the router",
      };
    case "ENOTFOUND":
      return {
        why: "there is no host of that name",
        help: "see that the name is right, or give the address",
      };
    case "EAI_AGAIN":
      return {
        why: "the name server does not answer",
        help: "give the address instead of the name",
      };
    default:
      return { why: code, help: enable };
  }
}

const certificateWords: ReadonlyMap<string, string> = new Map([
  ["pin", "it is not the one that is pinned"],
  ["plain", "the port does not speak TLS"],
  ["CERT_HAS_EXPIRED", "it has expired"],
  ["CERT_NOT_YET_VALID", "it is not valid yet; see that the clocks are right"],
  ["DEPTH_ZERO_SELF_SIGNED_CERT", "it is self-signed"],
  ["SELF_SIGNED_CERT_IN_CHAIN", "its chain ends in a certificate that is not known here"],
  ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "who has signed it is not known here"],
  ["UNABLE_TO_GET_ISSUER_CERT_LOCALLY", "who has signed it is not known here"],
  ["ERR_TLS_CERT_ALTNAME_INVALID", "it is for another name"],
]);

/** The library's own words for it are empty on some paths. */
function loginWords(message: string): string {
  return message === "" || message === "Username or password is invalid"
    ? "wrong user name or password"
    : message;
}

function lostWords(how: "closed" | "reset" | "silent" | "fatal", detail: string): string {
  switch (how) {
    case "closed":
      return "the router closed it";
    case "reset":
      return `it broke (${detail})`;
    case "silent":
      return "the router does not answer any more";
    case "fatal":
      return `the router ended it: ${detail}`;
  }
}
