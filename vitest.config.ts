import { defineConfig, type ViteUserConfig } from "vitest/config";

/** Tests with hosts of their own: network namespaces, processes, the Nix store. They do not see each other. */
const MACHINE_TESTS = [
  "test/kernel/**/*.test.ts",
  "test/nix/**/*.test.ts",
  "test/e2e/**/*.test.ts",
  "test/differential/kernel.test.ts",
];

/** Tests that take all of the machine, or the kernel's one table of connections: nothing runs beside them. */
const ALONE = ["test/kernel/hosts/flood.test.ts"];

/** Where scripts/test.sh wants vitest's JSON report; without it only the terminal is written to. */
const reportFile = process.env["SINBIN_TEST_REPORT"];

const config: ViteUserConfig = defineConfig({
  test: {
    // No test changes a module's state, and loading the parser anew for each file is a third of the time.
    isolate: false,
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
