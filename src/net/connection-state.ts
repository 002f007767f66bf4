/** Connection tracking's view of a packet: RouterOS `connection-state`, nftables `ct state`. */
export type ConnectionState = "new" | "established" | "related" | "invalid" | "untracked";

/** All of them, in the order in which every output lists them. */
export const connectionStates: readonly ConnectionState[] = [
  "invalid",
  "established",
  "related",
  "new",
  "untracked",
];

/** The same states in canonical order, or all the others. */
export function selectStates(
  states: Iterable<ConnectionState>,
  negated: boolean,
): readonly ConnectionState[] {
  const wanted = [...states];
  return connectionStates.filter((state) => wanted.includes(state) !== negated);
}
