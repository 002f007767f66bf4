import js from "@eslint/js";
import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

/** The places where effects live; everywhere else the code is pure (ARCHITECTURE.md). */
const EDGE = ["src/cli/**", "targets/*/live.ts", "targets/*/live/**", "targets/routeros/lab/**"];

const banned = (names, message) => names.map((name) => ({ name, message }));

export default defineConfig(
  globalIgnores(["dist/", "coverage/", "test/fixtures/", "test/golden/", "examples/"]),
  { linterOptions: { reportUnusedDisableDirectives: "error" } },

  js.configs.recommended,

  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        {
          // A `default:` that ends in assertNever is welcome, but never stands in for a missing case.
          considerDefaultExhaustiveForUnions: false,
          allowDefaultCaseForExhaustiveSwitch: true,
        },
      ],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/consistent-type-exports": "error",
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-non-null-assertion": "error",
      "@typescript-eslint/no-unnecessary-type-assertion": "error",
      "@typescript-eslint/no-namespace": "error",
      // A number in a message is plain; anything else is still reported.
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/no-unused-vars": [
        "error",
        { argsIgnorePattern: "^_", varsIgnorePattern: "^_", caughtErrorsIgnorePattern: "^_" },
      ],
      "no-restricted-syntax": [
        "error",
        { selector: "TSEnumDeclaration", message: "Use a union of string literals." },
      ],
      "no-console": "error",
      "max-lines": ["error", { max: 400, skipBlankLines: false, skipComments: false }],
      eqeqeq: "error",
    },
  },

  {
    // Effects come in as arguments. Imports of node:* are dependency-cruiser's; these are the ones without import.
    files: ["src/**/*.ts", "grammar/**/*.ts", "targets/**/*.ts"],
    ignores: EDGE,
    rules: {
      "no-restricted-globals": [
        "error",
        ...banned(
          [
            "process",
            "Buffer",
            "fetch",
            "performance",
            "setTimeout",
            "setInterval",
            "setImmediate",
          ],
          "The core is pure: effects come in as arguments (ARCHITECTURE.md).",
        ),
      ],
      "no-restricted-properties": [
        "error",
        { object: "Math", property: "random", message: "Draws come in as arguments." },
        { object: "Date", property: "now", message: "The clock comes in as an argument." },
      ],
    },
  },

  {
    files: ["src/cli/**", "scripts/**", "bench/**"],
    rules: { "no-console": "off" },
  },

  {
    // Tables and the grammar may be long.
    files: ["grammar/**", "src/diagnostics/catalog.ts", "targets/*/host/files.ts"],
    rules: { "max-lines": "off" },
  },

  {
    // A test may reach into a value it has just made; a wrong guess fails that test and nothing else.
    files: ["test/**/*.ts", "bench/**/*.ts"],
    rules: {
      "max-lines": "off",
      "@typescript-eslint/no-non-null-assertion": "off",
      "@typescript-eslint/no-unsafe-argument": "off",
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-call": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
      "@typescript-eslint/no-unsafe-return": "off",
      "@typescript-eslint/require-await": "off",
      "@typescript-eslint/restrict-template-expressions": "off",
      "@typescript-eslint/unbound-method": "off",
    },
  },

  {
    files: ["**/*.{js,mjs,cjs}"],
    languageOptions: {
      globals: { console: "readonly", process: "readonly", URL: "readonly" },
    },
  },
  {
    files: ["**/*.cjs"],
    languageOptions: {
      sourceType: "commonjs",
      globals: { module: "writable", require: "readonly" },
    },
  },
);
