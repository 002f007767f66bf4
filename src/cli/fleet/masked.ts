/** Names under which people would keep a secret; that of a file of one is none. */
export const secretName: RegExp = /pass(?!word-file$)|secret|token/iu;

/**
 * A text as it may be shown: whatever is given to a name that sounds like a secret, and a password in a URL, is
 * starred, letter for letter, so that places stay what they are.
 */
export function masked(text: string): string {
  return text
    .replace(
      /([\w-]*(?:pass|secret|token)[\w-]*["']?\s*[=:]\s*)("""[^]*?"""|'''[^]*?'''|[^\r\n]*)/giu,
      (whole, name: string, value: string) =>
        /^[\w-]*password-file/iu.test(name) ? whole : name + stars(value),
    )
    .replace(
      /(:\/\/[^\s:/@"']*:)([^\s"']*)(?=@)/gu,
      (_, before: string, password: string) => before + stars(password),
    );
}

function stars(text: string): string {
  return text.replace(/[^\r\n]/g, "*");
}
