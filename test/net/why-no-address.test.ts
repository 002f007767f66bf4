import { describe, expect, test } from "vitest";
import { parseAddressText } from "../../src/net/address-text.js";
import { whyNoAddress } from "../../src/net/why-no-address.js";

const reasons = [
  ["192.0.2", "it has 3 parts instead of four"],
  ["192.0.2.7-192.0.3", "it has 3 parts instead of four"],
  ["192.0.2.300/24", "a part of it is above 255"],
  ["192.0.02.7", "a part of it begins with 0, which some read as octal"],
  ["192.0.2.0/33", "a prefix length is at most 32 here"],
  ["2001:db8::/129", "a prefix length is at most 128 here"],
  ["192.0.2.9-192.0.2.3", "its end comes before its start"],
  ["192.0.2.3-2001:db8::1", "its ends are of different address families"],
  ["gateway.example.org", "it looks like a name, and names are not looked up"],
  ["office", "it looks like a name, and names are not looked up"],
  ["192.0.2.7 192.0.2.8", "there is more than one word"],
  ["192.0.2.7/x", "it is not written as one"],
  ["192.0.2.7,192.0.2.8", "it is not written as one"],
  ["2001:db8:::1", "it is not written as one"],
  ["7", "it is not written as one"],
] as const;

describe("why a text is no address", () => {
  test.each(reasons)("%s: %s", (text, why) => {
    const parsed = parseAddressText(text);
    if (!("error" in parsed) || parsed.error === "host-bits") throw new Error("it is one");
    expect(whyNoAddress(text, parsed)).toBe(why);
  });
});
