import { defineConfig, type ViteUserConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Tests with hosts of their own: network namespaces, processes, the Nix store. They wait more than they work. */
const MACHINE_TESTS = [
  "test/kernel/**/*.test.ts",
  "test/nix/**/*.test.ts",
  "test/e2e/**/*.test.ts",
  "test/differential/kernel.test.ts",
];

/** Tests that take all of the machine, or the kernel's one table of connections: nothing runs beside them. */
const ALONE = ["test/kernel/hosts/flood.test.ts"];

/** The longest, in this order: begun last, one of them would keep a core waiting for it. */
const LONGEST = [
  "test/push/cut.test.ts",
  "test/kernel/device.test.ts",
  "test/differential/kernel.test.ts",
  "test/kernel/hosts/helper.test.ts",
  "test/kernel/loads.test.ts",
  "test/e2e/bad-input.test.ts",
  "test/kernel/simulate.test.ts",
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => {
      const index = LONGEST.findIndex((one) => moduleId.endsWith(`/${one}`));
      return index === -1 ? LONGEST.length : index;
    };
    return (await super.sort(files)).toSorted((a, b) => place(a) - place(b));
  }
}

/** Where scripts/test.sh wants vitest's JSON report; without it only the terminal is written to. */
const reportFile = process.env["SINBIN_TEST_REPORT"];

const config: ViteUserConfig = defineConfig({
  test: {
    // No test changes a module's state, and loading the parser anew for each file is a third of the time.
    isolate: false,
    sequence: { sequencer: LongestFirst },
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters:
      reportFile === undefined ? ["default"] : ["default", ["json", { outputFile: reportFile }]],
    coverage: {
      include: ["src/**/*.ts", "grammar/**/*.ts", "targets/**/*.ts"],
      exclude: ["targets/*/lab/**"],
    },
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: ["test/fixtures/**", ...MACHINE_TESTS],
          maxWorkers: "100%",
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: "kernel",
          include: MACHINE_TESTS,
          exclude: ALONE,
          globalSetup: "test/e2e/build-program.ts",
          maxWorkers: "100%",
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: "alone",
          include: ALONE,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});

export default config;
