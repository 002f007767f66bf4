import type { Commented } from "./nodes.js";

const none: readonly Commented[] = [];

/** The nodes directly inside another that comments can belong to, in source order. */
export function commentedChildren(node: Commented): readonly Commented[] {
  switch (node.kind) {
    case "file":
      return node.statements;
    case "chain":
      return node.rules;
    case "ladder":
      return node.items;
    case "list":
      return node.entries ?? none;
    case "interface":
      return node.spellings;
    case "policy":
    case "include":
    case "expect":
    case "scan":
    case "family":
    case "service":
    case "rule":
    case "spelling":
    case "address":
    case "exempt":
    case "ignore":
    case "rungs":
    case "bin":
    case "odds":
    case "trap":
      return none;
  }
}
