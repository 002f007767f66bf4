import { main } from "./main.js";
import { nodeHost } from "./node-host.js";

const host = nodeHost();
void main(process.argv.slice(2), host).then((code) => {
  process.exitCode = code;
});
