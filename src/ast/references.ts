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

/** One use of a declared name. */
export interface Reference {
  readonly kind: ReferenceKind;
  readonly name: Name;
}

/** Every use of a name in a file, in source order within each statement. */
export function* referencesIn(policy: PolicyFile): Generator<Reference> {
  for (const statement of policy.statements) {
    switch (statement.kind) {
      case "chain":
        yield* inHook(statement.hook);
        for (const rule of statement.rules) {
          for (const condition of rule.conditions) yield* inCondition(condition);
          for (const action of rule.actions) yield* inAction(action);
        }
        break;
      case "ladder":
        yield* inHook(statement.hook);
        for (const item of statement.items) yield* inLadderItem(item);
        break;
      case "policy":
      case "family":
      case "interface":
      case "service":
      case "list":
        break;
    }
  }
}

function* inHook(hook: Hook | undefined): Generator<Reference> {
  for (const condition of hook?.interfaces ?? []) yield* inCondition(condition);
}

function* inCondition(condition: Condition): Generator<Reference> {
  switch (condition.kind) {
    case "service":
      yield* inServices(condition.services);
      break;
    case "address":
      if (condition.operand.kind === "list") yield { kind: "list", name: condition.operand };
      break;
    case "interface":
      yield { kind: "interface", name: condition.name };
      break;
    case "state":
    case "chance":
      break;
  }
}

function* inServices(services: readonly ServiceReference[]): Generator<Reference> {
  for (const service of services) {
    if (service.kind === "name") yield { kind: "service", name: service };
  }
}

function* inAction(action: Action): Generator<Reference> {
  if (action.kind === "jump") yield { kind: "chain", name: action.chain };
  if (action.kind === "add") yield { kind: "list", name: action.list };
}

function* inLadderItem(item: LadderItem): Generator<Reference> {
  switch (item.kind) {
    case "exempt":
      for (const name of item.lists) yield { kind: "list", name };
      break;
    case "ignore":
    case "trap":
      yield* inServices(item.services);
      break;
    case "rungs":
      for (const rung of item.rungs) yield { kind: "list", name: rung.list };
      break;
    case "bin":
      yield { kind: "list", name: item.bin.list };
      if (item.action !== undefined) yield* inAction(item.action);
      break;
    case "odds":
      if (item.subject.kind === "name") yield { kind: "service", name: item.subject };
      break;
  }
}
