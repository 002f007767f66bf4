// Runs inside a network namespace: echoes what it is sent on a TCP port, until it is killed.
import net from "node:net";

const server = net.createServer((socket) => {
  socket.on("error", () => socket.destroy());
  socket.pipe(socket);
});
server.listen({ host: "::", port: Number(process.argv[2]) }, () => process.stdout.write("ready\n"));
