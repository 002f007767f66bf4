/** Tells when the other side says nothing although an answer is due. */
export interface Watch {
  heard(): void;
  /** @param answers how many are due now */
  waitFor(answers: number): void;
  onSilence(act: () => void): void;
}

export function newWatch(patience: number): Watch {
  let timer: NodeJS.Timeout | undefined;
  let act = (): void => undefined;
  return {
    heard: () => timer?.refresh(),
    waitFor: (answers) => {
      if (answers > 0) {
        timer ??= setTimeout(() => act(), patience);
        return;
      }
      clearTimeout(timer);
      timer = undefined;
    },
    onSilence: (given) => {
      act = given;
    },
  };
}
