import { type Clock, systemClock } from './clock.js';

/**
 * Settles as a job does, or as `onLate` does if the job takes longer than a number of milliseconds. The job is not stopped, so this also works for fetches
 * and streams that ignore an abort signal.
 */
export function settleInTime<T>(
  clock: Clock,
  milliseconds: number,
  job: () => T | PromiseLike<T>,
  onLate: () => T | PromiseLike<T>,
): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const cancel = clock.after(milliseconds, () => resolve(onLate()));
    void new Promise<T>((settle) => settle(job())).then(resolve, reject).finally(cancel);
  });
}

const LATE = Symbol('late');

/** Settles as the promise does, or rejects after a number of milliseconds. */
export const withDeadline = <T>(milliseconds: number, promise: Promise<T>): Promise<T> =>
  settleInTime(
    systemClock,
    milliseconds,
    () => promise,
    () => Promise.reject(LATE),
  );

/** Whether an error is that of a missed deadline. */
export const isDeadlineError = (error: unknown) => error === LATE;
