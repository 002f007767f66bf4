import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Lab, startLab } from "../../targets/routeros/lab/index.js";
import { wireClient } from "./wire-client.js";

let folder: string;
let certificate: string;
let lab: Lab;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "lab-tls-"));
  const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  const subject = ["-subj", "/CN=lab", "-addext", "subjectAltName=DNS:lab", "-days", "2"];
  const kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  const args = ["req", "-x509", ...kind, ...subject, "-keyout", key, "-out", cert];
  execFileSync("openssl", args, { stdio: "ignore" });
  certificate = readFileSync(cert, "utf8");
  lab = await startLab({ tls: { certificate, key: readFileSync(key, "utf8") } });
});
afterAll(async () => {
  await lab.stop();
  rmSync(folder, { recursive: true });
});

test("the API under TLS, for who trusts the certificate", async () => {
  const client = await wireClient(lab, { ca: certificate });
  expect(await client.ask(["/login", "=name=admin", "=password="])).toEqual([["!done"]]);
});

test("not for who does not, nor for who speaks plainly", async () => {
  await expect(wireClient(lab, {})).rejects.toThrow(/self-signed/u);
  const plain = await wireClient(lab);
  plain.say(["/login", "=name=admin", "=password="]);
  await plain.closed;
  // And the lab goes on.
  const client = await wireClient(lab, { ca: certificate });
  expect((await client.ask(["/login", "=name=admin", "=password="]))[0]).toEqual(["!done"]);
});
