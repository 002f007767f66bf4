import type { BackEnd } from "../src/target/target.js";
import { nftables } from "./nftables/index.js";
import { nixos } from "./nixos/index.js";
import { routeros } from "./routeros/index.js";

/** Every target there is, in the order in which people are told of them. A new one is a folder and a line here. */
export const targets: readonly BackEnd[] = [routeros, nftables, nixos];
