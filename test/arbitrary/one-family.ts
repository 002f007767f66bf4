/**
 * The conditions of a rule as some packet can meet them: `conns` by a length up to 32 counts IPv4 networks, and may not
 * stand beside an IPv6 address (SB2015), nor a longer one beside an IPv4 address.
 */
export function ofOneFamily(words: string): string {
  const isIPv4 = /(?:from|to) !?[\d.]+[\d./-]* /u.test(`${words} `);
  const isIPv6 = /(?:from|to) !?2001:/u.test(words);
  return words.replace(/(per (?:source|destination))\/(\d+)/u, (all, side: string, length) => {
    const fits = Number(length) <= 32 ? !isIPv6 : !isIPv4;
    return fits ? all : side;
  });
}
