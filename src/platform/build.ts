/** Defined only in the build of the script. */
declare const __IS_SCRIPT__: true | undefined;
/** Defined by the builds and the tests, but not where tools import the sources, for which any version will do. */
declare const __VERSION__: string | undefined;

/** The version of this package. */
export const version = typeof __VERSION__ === 'undefined' ? 'latest' : __VERSION__;

/** Whether this is the script, which leaves out what only the npm entry points offer. */
export const isScript = typeof __IS_SCRIPT__ !== 'undefined';
