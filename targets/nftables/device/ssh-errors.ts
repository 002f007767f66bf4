import type { Ran } from "./shell.js";

/** Why ssh did not get there, by what it says (`ssh.c`, `sshconnect.c` of OpenSSH). */
export function unreachable(errors: string): Extract<Ran, { readonly kind: "unreachable" }> {
  const found = reasons.find(({ pattern }) => pattern.test(errors));
  if (found !== undefined) return { kind: "unreachable", why: found.why, help: found.help };
  const last = errors.trim().split("\n").at(-1)?.trim();
  const why = last === undefined || last === "" ? "ssh says nothing" : `ssh says: ${last}`;
  return { kind: "unreachable", why, help: "try the same with `ssh` by hand" };
}

const reasons: readonly {
  readonly pattern: RegExp;
  readonly why: string;
  readonly help: string;
}[] = [
  {
    pattern: /REMOTE HOST IDENTIFICATION HAS CHANGED/u,
    why: "its host key is another than the one that is known",
    help: "find out why; if the host was set up anew, `ssh-keygen -R HOST` and log in once by hand",
  },
  {
    pattern: /Host key verification failed|No \w+ host key is known/u,
    why: "its host key is not known here",
    help: "log in once by hand with `ssh` and compare the key",
  },
  {
    pattern: /Permission denied/u,
    why: "it does not let this user in",
    help: "only keys are of use here: `ssh-copy-id`, or an agent that has the key",
  },
  {
    pattern: /Could not resolve hostname/u,
    why: "there is no host of that name",
    help: "see that the name is right, or give the address",
  },
  {
    pattern: /Connection refused/u,
    why: "nothing listens on this port",
    help: "see that sshd runs there, and on which port",
  },
  {
    pattern: /timed out|Operation timed out/u,
    why: "no answer",
    help: "see that the address is right and no firewall drops",
  },
  {
    pattern: /No route to host|Network is unreachable/u,
    why: "there is no route to it",
    help: "see that this host has a route to it",
  },
];
