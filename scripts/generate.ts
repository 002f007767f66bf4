/** Writes the files that are made from others: `npm run generate`. Tests fail when one is stale. */
import { writeFile } from "node:fs/promises";
import { format, resolveConfig } from "prettier";
import { cstTypes } from "../grammar/cst-types.js";

const path = "grammar/cst.ts";
await writeFile(path, await format(cstTypes(), { ...(await resolveConfig(path)), filepath: path }));
