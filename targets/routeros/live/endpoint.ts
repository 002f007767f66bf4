/** Where a router is, and how one gets in. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  /** Goes into the sentence of the login and nowhere else. */
  readonly password: string;
  /** Undefined talks in clear. */
  readonly tls: TlsTrust | undefined;
  /** Milliseconds without a byte from the router, while an answer is due, after which it counts as gone. */
  readonly patience: number;
}

/** Which certificate the router may show. */
export interface TlsTrust {
  /** Certificates in PEM that vouch for others, instead of those that Node.js knows. */
  readonly ca: string | undefined;
  /** SHA-256 of the one certificate that is right, in hexadecimal; then names, dates and issuers do not matter. */
  readonly pin: string | undefined;
  /** Takes any certificate. */
  readonly insecure: boolean;
}
