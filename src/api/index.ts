export { toToken } from './access-token.js';
export type { Exchange } from './exchange.js';
export { isRefusal } from './parse-error.js';
export { createCheckedSubmitter, createSubmitter, type SubmitterOptions, settingsOf } from './submitter.js';
