import type { TLSSocket } from "node:tls";
import type { Distrusted } from "../device/session.js";
import type { TlsTrust } from "./endpoint.js";

/** What is wrong with the certificate that the other side has shown; undefined when it may have the password. */
export function distrust(socket: TLSSocket, trust: TlsTrust): Distrusted | undefined {
  const fingerprint = fingerprintOf(socket);
  const wrong = (code: string): Distrusted => ({ kind: "distrusted", code, fingerprint });
  if (trust.pin !== undefined) {
    return fingerprint !== undefined && plain(fingerprint) === plain(trust.pin)
      ? undefined
      : wrong("pin");
  }
  if (trust.insecure || socket.authorized) return undefined;
  // Typed as an Error, and set to the code of one.
  return wrong(String(socket.authorizationError));
}

function fingerprintOf(socket: TLSSocket): string | undefined {
  const certificate = socket.getPeerX509Certificate();
  return certificate?.fingerprint256;
}

function plain(fingerprint: string): string {
  return fingerprint
    .replace(/^sha256[:/]/iu, "")
    .replaceAll(":", "")
    .toLowerCase();
}
