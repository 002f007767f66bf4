// Prints "N passed, N failed" from vitest's JSON report and exits non-zero unless every test passed.
//
//   node scripts/test-counts.mjs <report.json>
//
// A test file that could not be loaded has no tests to count, so it counts as one failure. With
// SINBIN_REQUIRE_ALL=1 a skipped test counts as failed: the machine was to have all that the tests need.
import { readFileSync } from "node:fs";

const report = JSON.parse(readFileSync(process.argv[2], "utf8"));
const brokenFiles = report.testResults.filter(
  (file) => file.status === "failed" && !file.assertionResults.some((t) => t.status === "failed"),
);
const skipped = report.testResults.flatMap((file) =>
  file.assertionResults
    .filter((test) => !["passed", "failed"].includes(test.status))
    .map((test) => `${file.name}: ${test.fullName}`),
);
const skippedIsFailed = process.env["SINBIN_REQUIRE_ALL"] === "1";

for (const file of brokenFiles) console.error(`could not be run: ${file.name}`);
for (const name of skipped)
  console.error(`skipped${skippedIsFailed ? ", which counts as failed here" : ""}: ${name}`);

const passed = report.numPassedTests;
const failed = report.numFailedTests + brokenFiles.length + (skippedIsFailed ? skipped.length : 0);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
