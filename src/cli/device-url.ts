import { UsageError } from "./usage-error.js";

/** What `--device` names. */
export type DeviceUrl =
  | RouterUrl
  | HostUrl
  | { readonly kind: "lab"; readonly version: string | undefined; readonly shown: string };

/** A host with nftables: this one, or one behind ssh. */
export interface HostUrl {
  readonly kind: "nft";
  /** Undefined for this host. */
  readonly ssh:
    | {
        readonly user: string | undefined;
        readonly host: string;
        readonly port: number | undefined;
      }
    | undefined;
  readonly shown: string;
}

export interface RouterUrl {
  readonly kind: "routeros";
  readonly user: string;
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  /** As it is shown: it never held a password. */
  readonly shown: string;
}

const forms =
  "routeros://user@host[:8728], routeros+tls://user@host[:8729], nft: (this host), ssh://[user@]host[:22], or lab:[version]";

/** Reads a device. A password in it is refused, and not repeated: it would be in the list of processes. */
export function parseDeviceUrl(text: string): DeviceUrl {
  const lab = /^lab:([\d.]*)$/u.exec(text);
  if (lab !== null)
    return { kind: "lab", version: lab[1] === "" ? undefined : lab[1], shown: text };
  if (text === "nft:") return { kind: "nft", ssh: undefined, shown: text };
  if (text.startsWith("ssh://")) return sshUrl(text);
  const match =
    /^routeros(\+tls)?:\/\/(?:(.*)@)?(\[[0-9a-fA-F:.%]+\]|[^:/@[\]]+)(?::(\d{1,5}))?\/?$/su.exec(
      text,
    );
  const [, tls, user, host = "", port] = match ?? [];
  if (user?.includes(":") === true || (match === null && /:\/\/[^/]*:[^/]*@/u.test(text))) {
    throw new UsageError(
      "a password has no place in a device's URL, where every user of this machine can read it",
      "give it by --password-file FILE or in SINBIN_PASSWORD, or be asked for it",
    );
  }
  const number = port === undefined ? (tls === undefined ? 8728 : 8729) : Number(port);
  if (match === null || number < 1 || number > 65535) {
    throw new UsageError(`\`${text}\` is not a device`, `it is one of: ${forms}`);
  }
  return {
    kind: "routeros",
    user: user === undefined || user === "" ? "admin" : decodeURIComponent(user),
    host: host.replace(/^\[|\]$/gu, ""),
    port: number,
    tls: tls !== undefined,
    shown: text,
  };
}

/** Nothing that begins with `-`, which a program could take for an option. */
function sshUrl(text: string): HostUrl {
  const [, user, host = "", port] =
    /^ssh:\/\/(?:(\w[\w.-]*)@)?(\[[0-9a-fA-F:.]+(?:%\w+)?\]|\w[\w.-]*)(?::(\d{1,5}))?\/?$/u.exec(
      text,
    ) ?? [];
  const number = port === undefined ? undefined : Number(port);
  if (host === "" || (number !== undefined && (number < 1 || number > 65535))) {
    if (/^ssh:\/\/[^/]*:[^/]*@/u.test(text)) {
      throw new UsageError(
        "a password has no place in a device's URL, where every user of this machine can read it",
        "ssh takes keys only: `ssh-copy-id`, or an agent",
      );
    }
    throw new UsageError(`\`${text}\` is not a device`, `it is one of: ${forms}`);
  }
  return {
    kind: "nft",
    ssh: { user, host: host.replace(/^\[|\]$/gu, ""), port: number },
    shown: text,
  };
}
