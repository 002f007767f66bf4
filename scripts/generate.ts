/** Writes the files that are made from others: `npm run generate`. Tests fail when one is stale. */
import { writeFile } from "node:fs/promises";
import { capabilitiesPage } from "./capabilities-page.js";
import { generatedFiles } from "./grammar/generated.js";
import { hostFiles, nixFiles } from "./host-files.js";

const files = [
  ...(await generatedFiles()),
  await capabilitiesPage(),
  await hostFiles(),
  await nixFiles(),
];
for (const { path, text } of files) await writeFile(path, text);
