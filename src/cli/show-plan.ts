import type { Plan } from "../device/plan.js";
import { printPlan } from "../device/print-plan.js";
import { type Host, wantsColour } from "./host.js";
import { inChunks, printChunks } from "./tell.js";
import { tellProblems } from "./tell-device.js";

/** The plan and what there is to tell of it, for people. */
export function showPlan(host: Host, plan: Plan): void {
  printChunks(host, inChunks(printPlan(plan, { colour: wantsColour(host, host.stdout) })));
  tellProblems(host, plan.findings);
}
