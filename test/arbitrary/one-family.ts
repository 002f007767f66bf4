/**
 * The conditions of a rule as some packet can meet them (SB2015): source and destination are of one family, and
 * `conns` by a length up to 32 counts networks of IPv4, by a longer one those of IPv6.
 */
export function ofOneFamily(words: string): string {
  const isIPv4 = /(?:from|to) !?[\d.]+[\d./-]* /u.test(`${words} `);
  const isIPv6 = /(?:from|to) !?2001:/u.test(words);
  const rest = isIPv4 && isIPv6 ? words.replace(/to !?[\d.a-f:/-]+/u, "") : words;
  return rest.replace(/(per (?:source|destination))\/(\d+)/u, (all, per: string, length) => {
    const fits = Number(length) <= 32 ? !isIPv6 : !isIPv4;
    return fits ? all : per;
  });
}
