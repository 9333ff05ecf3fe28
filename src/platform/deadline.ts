const LATE = Symbol('late');

/** What a promise settles with, unless it takes too long: a fetch or a stream need not know of signals. */
export async function withDeadline<T>(milliseconds: number, promise: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(LATE), milliseconds);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** Whether an error says that it took too long. */
export const isDeadlineError = (error: unknown) => error === LATE;
