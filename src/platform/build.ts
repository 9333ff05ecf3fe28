/** Defined only in the build of the script. */
declare const __IS_SCRIPT__: true | undefined;

/** Whether this is the script, which leaves out what only the npm entry points offer. */
export const isScript = typeof __IS_SCRIPT__ !== 'undefined';
