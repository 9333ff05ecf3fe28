/** Reports an error of the host's code as an uncaught one. Never throws. */
export function report(error: unknown): void {
  if (typeof reportError === 'function') reportError(error);
  else console.error(error);
}

/** Runs code of the host. Reports an error instead of throwing it. */
export function guard(run: () => unknown): void {
  try {
    run();
  } catch (error) {
    report(error);
  }
}
