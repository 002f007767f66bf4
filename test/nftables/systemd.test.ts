import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { hostFiles } from "../../scripts/host-files.js";
import { systemdFiles } from "../kernel/hosts/host.js";
import { nftText } from "../kernel/policy.js";
import { statements } from "./statements.js";

const policies = Object.entries(statements);

const withoutComments = (text: string): string => text.replace(/^#.*\n|^\n/gmu, "");

test("files.ts is fresh (npm run generate)", async () => {
  const { path, text } = await hostFiles();
  expect(readFileSync(path, "utf8")).toBe(text);
});

describe("--format systemd", () => {
  test.each(policies)("%s says to nft what the format nft says", (_name, policy) => {
    const [text = ""] = systemdFiles(policy).values();
    expect(withoutComments(text)).toBe(withoutComments(nftText(policy)));
  });

  test("gives the policy by its name, and beside it the same files for each", () => {
    const [one, other] = ["policy one", 'policy "two words"'].map((head) => [
      ...systemdFiles(`${head} list l timeout 1h chain c hook input { -> add source to l }`),
    ]);
    expect(one?.map(([name]) => name)).toEqual([
      "one.nft",
      "sinbin",
      "sinbin-keep@.service",
      "sinbin-keep@.timer",
      "sinbin-save@.service",
      "sinbin@.service",
    ]);
    expect(other?.[0]?.[0]).toMatch(/^two_words_[0-9a-f]{8}\.nft$/u);
    expect(other?.slice(1)).toEqual(one?.slice(1));
  });

  test("tells the helper what it has to know", () => {
    const policy = `
      policy "p 1"
      list "the bin" timeout 1h max 5
      list mixed timeout 2m per 64
      list fixed { 192.0.2.1, 2001:db8::/48 }
      chain c hook input {
        from "the bin" -> reject
        from fixed -> accept
        scan -> add source to mixed for forever
        new -> add source to "the bin" for 1d12h, add source to mixed
        limit 10/m per source -> add source to "the bin"
      }`;
    const [text = ""] = systemdFiles(policy).values();
    expect(text.split("\n").filter((line) => line.startsWith("#@"))).toMatchInlineSnapshot(`
      [
        "#@ sinbin 1",
        "#@ policy p 1",
        "#@ table sinbin_p_1_aaf68d84",
        "#@ list the_bin_60d70c6d the bin",
        "#@ list mixed mixed",
        "#@ list fixed fixed",
        "#@ bin the_bin_60d70c6d",
        "#@ time the_bin_60d70c6d 1d12h",
        "#@ time mixed forever",
        "#@ set list_the_bin_60d70c6d_4_max5 the_bin_60d70c6d 4 dynamic 5 -",
        "#@ set list_the_bin_60d70c6d_6_max5 the_bin_60d70c6d 6 dynamic 5 -",
        "#@ set list_mixed_p4 mixed 4 kept 65535 -",
        "#@ set list_mixed_4 mixed 4 dynamic 65535 -",
        "#@ set list_mixed_p6_per64 mixed 6 kept 65535 64",
        "#@ set list_mixed_6_per64 mixed 6 dynamic 65535 64",
        "#@ set list_fixed_h4 fixed 4 hosts - -",
        "#@ set list_fixed_n6 fixed 6 intervals - -",
        "#@ shape list_the_bin_60d70c6d_4_max5 ipv4_addr dynamic,timeout 5 -",
        "#@ shape list_the_bin_60d70c6d_6_max5 ipv6_addr dynamic,timeout 5 -",
        "#@ shape list_mixed_p4 ipv4_addr dynamic 65535 -",
        "#@ shape list_mixed_4 ipv4_addr dynamic,timeout 65535 -",
        "#@ shape list_mixed_p6_per64 ipv6_addr dynamic 65535 -",
        "#@ shape list_mixed_6_per64 ipv6_addr dynamic,timeout 65535 -",
        "#@ shape list_fixed_h4 ipv4_addr - - -",
        "#@ shape list_fixed_n6 ipv6_addr interval - -",
        "#@ shape scan_21_3s_3_1_ports_4 ipv4_addr.inet_proto.inet_service dynamic,timeout 65535 1m3s",
        "#@ shape scan_21_3s_3_1_weights_4 ipv4_addr dynamic,timeout 65535 3s",
        "#@ shape scan_21_3s_3_1_ports_6 ipv6_addr.inet_proto.inet_service dynamic,timeout 65535 1m3s",
        "#@ shape scan_21_3s_3_1_weights_6 ipv6_addr dynamic,timeout 65535 3s",
        "#@ shape rate_c_2_10m_5_sou_4 ipv4_addr dynamic,timeout 65535 31s",
        "#@ shape rate_c_2_10m_5_sou_6 ipv6_addr dynamic,timeout 65535 31s",
      ]
    `);
  });
});
