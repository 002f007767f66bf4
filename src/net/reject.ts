/**
 * What a refused sender is told. `tcp-reset` ends a TCP connection; the others are ICMP messages that both
 * families have, under the names of nft's `icmpx`.
 */
export type RejectAnswer = (typeof rejectAnswers)[number];

export const rejectAnswers = [
  "tcp-reset",
  "port-unreachable",
  "host-unreachable",
  "no-route",
  "admin-prohibited",
] as const;
