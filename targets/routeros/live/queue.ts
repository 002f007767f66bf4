/** First in, first out; taking costs the same however many wait, which a list of entries makes many. */
export interface Queue<T> {
  put(item: T): void;
  take(): T | undefined;
}

export function newQueue<T>(): Queue<T> {
  let items: T[] = [];
  let head = 0;
  return {
    put: (item) => void items.push(item),
    take: () => {
      const item = items[head];
      if (head < items.length) head++;
      if (head > 1000 && head * 2 > items.length) {
        items = items.slice(head);
        head = 0;
      }
      return item;
    },
  };
}
