export type TcpFlag = (typeof tcpFlags)[number];

/** The bits of the TCP header (RFC 9293, RFC 3168), lowest first, as nft and RouterOS spell them. */
export const tcpFlags = ["fin", "syn", "rst", "psh", "ack", "urg", "ece", "cwr"] as const;
