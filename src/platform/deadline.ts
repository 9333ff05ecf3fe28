const LATE = Symbol('late');

/** Settles as the promise does, or rejects after a number of milliseconds. Works for fetches and streams that ignore an abort signal. */
export async function withDeadline<T>(milliseconds: number, promise: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(LATE), milliseconds);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** Whether an error is that of a missed deadline. */
export const isDeadlineError = (error: unknown) => error === LATE;
