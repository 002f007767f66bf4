import { menuPath } from "../model.js";
import { isNoSuchItem } from "./claim.js";
import { isSet } from "./content.js";
import { entryAttributes, type EntryChange } from "./entry-plan.js";
import type { Reply, Session, Trouble } from "./session.js";

/** Makes changes of entries, many at a time. @returns the first trouble; then some may have been made */
export async function writeEntries(
  session: Session,
  changes: readonly EntryChange[],
  owner: string,
  onDone: () => void,
): Promise<Trouble | undefined> {
  const troubles = await Promise.all(
    changes.map(async (change) => {
      const trouble = await writeEntry(session, change, owner);
      onDone();
      return trouble;
    }),
  );
  return troubles.find((trouble) => trouble !== undefined);
}

async function writeEntry(
  session: Session,
  change: EntryChange,
  owner: string,
): Promise<Trouble | undefined> {
  const menu = menuPath(change.family, "address-list");
  const id = { ".id": change.id ?? "" };
  switch (change.action) {
    case "add":
      return addEntry(session, menu, entryAttributes(change, owner));
    case "enable":
      return troubleOf(
        await session.run({ path: `${menu}/set`, attributes: { ...id, disabled: "no" } }),
      );
    case "remove": {
      const reply = await session.run({ path: `${menu}/remove`, attributes: id });
      return !reply.ok && isNoSuchItem(reply.trouble) ? undefined : troubleOf(reply);
    }
  }
}

/**
 * Adds an entry. Where the address is in the list already, a timed twin gives way, since it would run out, and a
 * permanent one of somebody else's serves as well.
 */
async function addEntry(
  session: Session,
  menu: string,
  attributes: Readonly<Record<string, string>>,
): Promise<Trouble | undefined> {
  const add = { path: `${menu}/add`, attributes };
  const added = await session.run(add);
  if (added.ok || !isTwin(added.trouble)) return troubleOf(added);
  const { list = "", address = "" } = attributes;
  const twins = await session.run({
    path: `${menu}/print`,
    proplist: [".id", "dynamic"],
    queries: [`list=${list}`, `address=${address}`],
  });
  if (!twins.ok) return twins.trouble;
  const timed = twins.rows.filter((row) => isSet(row, "dynamic"));
  if (timed.length === 0) return undefined;
  for (const row of timed) {
    await session.run({ path: `${menu}/remove`, attributes: { ".id": row[".id"] ?? "" } });
  }
  const again = await session.run(add);
  return again.ok || isTwin(again.trouble) ? undefined : again.trouble;
}

function isTwin(trouble: Trouble): boolean {
  return trouble.kind === "trap" && trouble.message.includes("already have such entry");
}

function troubleOf(reply: Reply): Trouble | undefined {
  return reply.ok ? undefined : reply.trouble;
}
