/** RouterOS's internal ids, `*1`, `*2`, … `*A`: one menu's own, ascending, and none is ever given twice. */
export function itemIds(): ItemIds {
  let last = 0;
  return {
    next: () => `*${(++last).toString(16).toUpperCase()}`,
    taken: (id) => {
      const number = /^\*[0-9A-F]{1,8}$/u.test(id) ? Number.parseInt(id.slice(1), 16) : 0;
      last = Math.max(last, number);
    },
  };
}

export interface ItemIds {
  next(): string;
  /** This one is in use from elsewhere. */
  taken(id: string): void;
}
