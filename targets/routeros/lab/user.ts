import { createHash } from "node:crypto";
import { type Trap, trapOf } from "./answer.js";

/** Somebody who may log in. */
export interface LabUser {
  readonly name: string;
  readonly password: string;
  /** `full`, `write`, `read`, or policies of a group of one's own, such as `api,read`. */
  readonly group: string;
}

/** RouterOS manual, "User", "Router groups": what the groups that are always there may do. */
const groups: Readonly<Record<string, string | undefined>> = {
  full: "local,telnet,ssh,ftp,reboot,read,write,policy,test,winbox,password,web,sniff,sensitive,api,romon,rest-api",
  write:
    "local,telnet,ssh,reboot,read,write,test,winbox,password,web,sniff,sensitive,api,romon,rest-api",
  read: "local,telnet,ssh,reboot,read,test,winbox,password,web,sniff,sensitive,api,romon,rest-api",
};

export type Policy = "api" | "read" | "write";

export function may(user: LabUser, policy: Policy): boolean {
  return (groups[user.group] ?? user.group).split(",").includes(policy);
}

export const notPermitted: Trap = trapOf("not enough permissions (9)");
export const badLogin: Trap = trapOf("invalid user name or password (6)");

/** The answer to a challenge: RouterOS before 6.43, manual, "API", "Initial login". */
export function challengeResponse(password: string, challenge: Buffer): string {
  const hash = createHash("md5").update(Buffer.of(0));
  return `00${hash.update(password, "utf8").update(challenge).digest("hex")}`;
}
