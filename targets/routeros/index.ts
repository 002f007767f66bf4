import { type BackEnd, backEnd, type Target } from "../../src/target/target.js";
import { capabilitiesOf, type RouterosCapabilities } from "./capabilities.js";
import { lower } from "./lower.js";
import type { RouterosProgram } from "./model.js";
import { printJson } from "./print-json.js";
import { printRsc } from "./print-rsc.js";
import { programEngine } from "./simulate/program-engine.js";
import { defaultVersion, routerosVersions } from "./versions.js";

/** MikroTik RouterOS: filter rules and address lists, as a script for `/import` or as JSON. */
export const routerosTarget: Target<RouterosProgram, RouterosCapabilities> = {
  id: "routeros",
  title: "MikroTik RouterOS",
  formats: ["rsc", "json"],
  versions: routerosVersions,
  defaultVersion,
  capabilities: capabilitiesOf,
  lower,
  print: (program, format) =>
    format === "json"
      ? [{ name: `${program.policy}.json`, lines: printJson(program) }]
      : [{ name: `${program.policy}.rsc`, lines: printRsc(program) }],
  engine: programEngine,
};

export const routeros: BackEnd = backEnd(routerosTarget);
