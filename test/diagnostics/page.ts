import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** A page of docs/diagnostics, as far as the tests read it. */
export interface Page {
  readonly title: string;
  readonly headings: readonly string[];
  readonly avoid: Snippet;
  readonly prefer: Snippet;
  /** The codes it links to. */
  readonly links: readonly string[];
}

export interface Snippet {
  readonly source: string;
  /** `sbn` is a policy, `nft` the text of one, `toml` a file of devices; anything else is a description. */
  readonly language: string;
  /** For the diagnostics of a target: which one, or `trial`. */
  readonly target: string | undefined;
}

export const pagesFolder: string = fileURLToPath(
  new URL("../../docs/diagnostics/", import.meta.url),
);

export function readPage(code: string): Page {
  const text = readFileSync(`${pagesFolder}${code}.md`, "utf8");
  return {
    title: /^# (.*)$/mu.exec(text)?.[1] ?? "",
    headings: [...text.matchAll(/^## (.*)$/gmu)].map((match) => match[1] ?? ""),
    avoid: snippetUnder(text, "Avoid"),
    prefer: snippetUnder(text, "Prefer"),
    links: [...text.matchAll(/\]\((SB\d{4})\.md\)/gu)].map((match) => match[1] ?? ""),
  };
}

/** What a target's own reader reads; it is shown and diagnosed as it is. */
export function isDeviceText(language: string): boolean {
  return language === "nft" || language === "rsc" || language === "toml";
}

function snippetUnder(text: string, heading: string): Snippet {
  const pattern = new RegExp(`^## ${heading}\\n\\n\`\`\`(\\w+) ?(\\w*)\\n([^]*?\\n)\`\`\`$`, "mu");
  const [, language = "", target = "", source = ""] = pattern.exec(text) ?? [];
  if (isDeviceText(language)) return { source, language, target: language };
  return { source, language, target: target === "" ? undefined : target };
}
