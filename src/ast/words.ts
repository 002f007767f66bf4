import type { ServiceTerm } from "../net/service.js";
import type { Span } from "../source/source-file.js";

export interface Node {
  readonly span: Span;
}

export interface Name extends Node {
  readonly text: string;
}

export interface Text extends Node {
  readonly text: string;
}

export interface ServiceTermNode extends Node {
  readonly kind: "term";
  readonly term: ServiceTerm;
}

/** A service where one is used: a name, or a literal such as `tcp/22`. */
export type ServiceReference = ServiceName | ServiceTermNode;

export interface ServiceName extends Name {
  readonly kind: "name";
}
