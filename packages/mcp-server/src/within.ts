/** What a promise gives within that time; undefined when it takes longer. It goes on, and what becomes of it then is told to `later`. */
export async function within<Result>(
  milliseconds: number,
  running: Promise<Result>,
  later: (error: unknown) => void,
): Promise<Result | undefined> {
  let timer: NodeJS.Timeout | undefined;
  let isLate = false;
  const patience = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => {
      isLate = true;
      resolve(undefined);
    }, milliseconds);
  });
  running.catch((error: unknown) => {
    if (isLate) later(error);
  });
  try {
    return await Promise.race([running, patience]);
  } finally {
    clearTimeout(timer);
  }
}
