import { defineConfig, type ViteUserConfig } from "vitest/config";

/** Tests that own kernel or machine state (namespaces, sets, the Nix store): one file at a time, after the rest. */
const MACHINE_TESTS = [
  "test/kernel/**/*.test.ts",
  "test/nix/**/*.test.ts",
  "test/e2e/**/*.test.ts",
  "test/differential/kernel.test.ts",
];

/** Where scripts/test.sh wants vitest's JSON report; without it only the terminal is written to. */
const reportFile = process.env["SINBIN_TEST_REPORT"];

const config: ViteUserConfig = defineConfig({
  test: {
    testTimeout: 30_000,
    hookTimeout: 30_000,
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
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});

export default config;
