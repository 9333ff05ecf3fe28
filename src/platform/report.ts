/** Reports an error of the host's own code as the browser reports an uncaught one. Never throws. */
export function report(error: unknown): void {
  if (typeof reportError === 'function') reportError(error);
  else console.error(error);
}

/** Runs code of the host. An error in it is reported, and stops nothing here. */
export function guard(run: () => unknown): void {
  try {
    run();
  } catch (error) {
    report(error);
  }
}
