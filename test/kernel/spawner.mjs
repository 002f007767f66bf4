// Runs programs for a test: what a process of its own size has to copy for a child costs less here than in vitest.
//
//   fork("spawner.mjs"), then messages { id, command, input }, each answered by { id, code, stdout, stderr }
import { execFile } from "node:child_process";

process.on("message", ({ id, command: [file, ...args], input }) => {
  const child = execFile(file, args, { maxBuffer: 256 * 1024 * 1024 }, (error, stdout, stderr) => {
    const code = error === null ? 0 : typeof error.code === "number" ? error.code : undefined;
    const said = code === undefined && stderr === "" ? String(error) : stderr;
    process.send({ id, code: code ?? 1, stdout, stderr: said });
  });
  child.stdin?.on("error", () => undefined);
  child.stdin?.end(input);
});
process.on("disconnect", () => process.exit());
