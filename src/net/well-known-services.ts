import { portSet } from "./ports.js";
import type { Service, ServiceTerm } from "./service.js";

const tcp = (...ports: number[]): ServiceTerm => on("tcp", ports);
const udp = (...ports: number[]): ServiceTerm => on("udp", ports);

function on(protocol: "tcp" | "udp", ports: readonly number[]): ServiceTerm {
  return { protocol, ports: portSet(ports.map((port) => ({ first: port, last: port }))) };
}

/**
 * Services that need no declaration; a policy may redefine them. The ports are those of the IANA
 * service registry, and for `winbox` and `api*` MikroTik's manual ("Services").
 */
export const wellKnownServices: ReadonlyMap<string, Service> = new Map<string, Service>([
  ["ftp", [tcp(21)]],
  ["ssh", [tcp(22)]],
  ["telnet", [tcp(23)]],
  ["smtp", [tcp(25)]],
  ["dns", [tcp(53), udp(53)]],
  ["dhcp", [udp(67)]],
  ["tftp", [udp(69)]],
  ["http", [tcp(80)]],
  ["kerberos", [tcp(88), udp(88)]],
  ["pop3", [tcp(110)]],
  ["rpcbind", [tcp(111), udp(111)]],
  ["ntp", [udp(123)]],
  ["netbios", [tcp(139), udp(137, 138)]],
  ["imap", [tcp(143)]],
  ["snmp", [udp(161)]],
  ["bgp", [tcp(179)]],
  ["ldap", [tcp(389)]],
  ["https", [tcp(443)]],
  ["smb", [tcp(445)]],
  ["smtps", [tcp(465)]],
  ["ike", [udp(500, 4500)]],
  ["syslog", [udp(514)]],
  ["submission", [tcp(587)]],
  ["ldaps", [tcp(636)]],
  ["imaps", [tcp(993)]],
  ["pop3s", [tcp(995)]],
  ["openvpn", [tcp(1194), udp(1194)]],
  ["mssql", [tcp(1433)]],
  ["mqtt", [tcp(1883)]],
  ["nfs", [tcp(2049)]],
  ["mysql", [tcp(3306)]],
  ["rdp", [tcp(3389), udp(3389)]],
  ["sip", [tcp(5060), udp(5060)]],
  ["mdns", [udp(5353)]],
  ["postgres", [tcp(5432)]],
  ["vnc", [tcp(5900)]],
  ["redis", [tcp(6379)]],
  ["winbox", [tcp(8291)]],
  ["api", [tcp(8728)]],
  ["api-ssl", [tcp(8729)]],
  ["minecraft", [tcp(25565)]],
  ["mongodb", [tcp(27017)]],
  ["wireguard", [udp(51820)]],
]);
