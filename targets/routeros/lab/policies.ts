/** What a script or a scheduler may do unless it is said, in RouterOS's order. */
export const standingPolicy: string =
  "ftp,reboot,read,write,policy,test,password,sniff,sensitive,romon";

/** Policies in the order in which RouterOS shows them; those of logins come last. */
export function inPolicyOrder(given: readonly string[]): string {
  const first = standingPolicy.split(",").filter((policy) => given.includes(policy));
  const rest = given.filter((policy) => !first.includes(policy));
  return [...first, ...new Set(rest)].join(",");
}
