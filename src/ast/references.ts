import type {
  Action,
  Condition,
  Hook,
  LadderItem,
  Name,
  PolicyFile,
  ServiceReference,
} from "./nodes.js";

export type ReferenceKind = "list" | "chain" | "service" | "interface";

/** Told of each use of a declared name. */
export type ReferenceVisitor = (kind: ReferenceKind, name: Name) => void;

/** Visits every use of a name in a file, in source order within each statement. */
export function visitReferences(policy: PolicyFile, visit: ReferenceVisitor): void {
  for (const statement of policy.statements) {
    switch (statement.kind) {
      case "chain":
        inHook(statement.hook, visit);
        for (const rule of statement.rules) {
          for (const condition of rule.conditions) inCondition(condition, visit);
          for (const action of rule.actions) inAction(action, visit);
        }
        break;
      case "ladder":
        inHook(statement.hook, visit);
        for (const item of statement.items) inLadderItem(item, visit);
        break;
      case "service":
        inServices(statement.parts, visit);
        break;
      case "expect":
        inServices([statement.service], visit);
        break;
      case "policy":
      case "family":
      case "include":
      case "interface":
      case "list":
        break;
    }
  }
}

function inHook(hook: Hook | undefined, visit: ReferenceVisitor): void {
  for (const condition of hook?.interfaces ?? []) inCondition(condition, visit);
}

function inCondition(condition: Condition, visit: ReferenceVisitor): void {
  switch (condition.kind) {
    case "service":
      inServices(condition.services, visit);
      break;
    case "address":
      if (condition.operand.kind === "list") visit("list", condition.operand);
      break;
    case "interface":
      visit("interface", condition.name);
      break;
    case "state":
    case "chance":
    case "rate":
    case "connections":
    case "scan":
    case "flags":
    case "length":
    case "mac":
      break;
  }
}

function inServices(services: readonly ServiceReference[], visit: ReferenceVisitor): void {
  for (const service of services) {
    if (service.kind === "name") visit("service", service);
  }
}

function inAction(action: Action, visit: ReferenceVisitor): void {
  if (action.kind === "jump") visit("chain", action.chain);
  if (action.kind === "add") visit("list", action.list);
}

function inLadderItem(item: LadderItem, visit: ReferenceVisitor): void {
  switch (item.kind) {
    case "exempt":
      for (const list of item.lists) visit("list", list);
      break;
    case "ignore":
    case "trap":
      inServices(item.services, visit);
      break;
    case "rungs":
      for (const rung of item.rungs) visit("list", rung.list);
      break;
    case "bin":
      visit("list", item.bin.list);
      if (item.action !== undefined) inAction(item.action, visit);
      break;
    case "scan":
      break;
    case "odds":
      if (item.subject.kind === "name") visit("service", item.subject);
      break;
  }
}
