// Plays an attack into a lab: one host tries SSH again and again, another comes by once.
//
//   node scripts/demo-attack.mjs PORT
import { RouterOSAPI } from "routeros-client";

const router = new RouterOSAPI({
  host: "127.0.0.1",
  port: Number(process.argv[2]),
  user: "admin",
  password: "",
});
await router.connect();
const play = async (source) => {
  const [{ verdict }] = await router.write("/sinbin/lab/play", [`=src=${source}`, "=dport=22"]);
  return verdict;
};

console.log(`198.51.100.9, one try at SSH: ${await play("198.51.100.9")}`);
for (let attempt = 1; attempt <= 100; attempt++) {
  const verdict = await play("203.0.113.7");
  if (verdict !== "drop") continue;
  console.log(`203.0.113.7, try ${attempt} at SSH: ${verdict}`);
  break;
}
await router.close();
