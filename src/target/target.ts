import type { Outcome } from "../diagnostics/diagnostic.js";
import type { Ruleset } from "../ir/ruleset.js";
import type { Engine, EngineOptions } from "../simulate/engine.js";
import { deviceInterfaces, type DeviceInterfaces } from "./device-interfaces.js";
import type { FeatureTable } from "./features.js";

/** One file of a target's output. */
export interface Artifact {
  /** What it is called when it is written beside others. */
  readonly name: string;
  /** Its lines, without their ends. Read once; long lists are never held as one text. */
  readonly lines: Iterable<string>;
}

/** What one version of a device can express. */
export interface Capabilities {
  readonly target: string;
  readonly version: string;
  readonly features: FeatureTable;
}

/**
 * A back end: from the IR to a device's own model (`Program`) to its text. Pure; what cannot be said is a
 * diagnostic, never a silent change.
 */
export interface Target<Program, Features extends Capabilities = Capabilities> {
  readonly id: string;
  readonly title: string;
  /** Output formats, the default first. */
  readonly formats: readonly string[];
  /** Versions it knows, oldest first, and the one meant when none is named. */
  readonly versions: readonly string[];
  readonly defaultVersion: string;
  /** @param version as a person writes it, such as `7.20`; an unknown one gives undefined. */
  capabilities(version: string): Features | undefined;
  /** @param asTrial the same policy as a trial, for output that a device's administrator can switch to it */
  lower(ruleset: Ruleset, capabilities: Features, asTrial?: () => Ruleset): Outcome<Program>;
  /** The device's own text: total and deterministic. @param format one of {@link formats} */
  print(program: Program, format: string): readonly Artifact[];
  /**
   * The program's own rules, run by the device's laws and not by the policy's.
   * @param interfaces how the device names what a packet comes in or goes out by
   */
  readonly engine?: (
    program: Program,
    options: EngineOptions,
    interfaces: DeviceInterfaces,
  ) => Engine;
  /** Whose spellings of interfaces it takes, the best first; its own unless said. */
  readonly spelledFor?: readonly string[];
}

export type EngineMaker = (options: EngineOptions) => Engine;

/** A target whose model nobody outside needs to know. */
export interface BackEnd {
  readonly id: string;
  readonly title: string;
  readonly formats: readonly string[];
  readonly versions: readonly string[];
  readonly defaultVersion: string;
  capabilities(version: string): Capabilities | undefined;
  /** Lowers and prints. */
  generate(ruleset: Ruleset, options: GenerateOptions): Outcome<readonly Artifact[]>;
  /** Lowers, and gives what makes engines that run the rules; undefined for a target without one. */
  readonly simulate: ((ruleset: Ruleset, version: string) => Outcome<EngineMaker>) | undefined;
}

export interface GenerateOptions {
  /** One that {@link BackEnd.capabilities} knows. */
  readonly version: string;
  /** One of {@link BackEnd.formats}. */
  readonly format: string;
  /** See {@link Target.lower}. */
  readonly asTrial?: () => Ruleset;
}

/** Hides a target's own model, so that targets of different models can stand in one list. */
export function backEnd<Program, Features extends Capabilities>(
  target: Target<Program, Features>,
): BackEnd {
  const { engine, spelledFor = [target.id] } = target;
  const lower = (ruleset: Ruleset, version: string, asTrial?: () => Ruleset): Outcome<Program> => {
    const capabilities = target.capabilities(version);
    if (capabilities === undefined) throw new Error(`${target.id} has no version ${version}`);
    return target.lower(ruleset, capabilities, asTrial);
  };
  return {
    id: target.id,
    title: target.title,
    formats: target.formats,
    versions: target.versions,
    defaultVersion: target.defaultVersion,
    capabilities: (version) => target.capabilities(version),
    generate: (ruleset, { version, format, asTrial }) => {
      const { value: program, diagnostics } = lower(ruleset, version, asTrial);
      return { value: program && target.print(program, format), diagnostics };
    },
    simulate:
      engine &&
      ((ruleset, version) => {
        const { value: program, diagnostics } = lower(ruleset, version);
        const interfaces = deviceInterfaces(ruleset, spelledFor);
        return {
          value: program && ((options) => engine(program, options, interfaces)),
          diagnostics,
        };
      }),
  };
}
