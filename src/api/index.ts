export { type GetToken, toToken } from './access-token.js';
export { isRefusal } from './parse-error.js';
export { createCheckedSubmitter, createSubmitter, type Submitter, type SubmitterOptions } from './submitter.js';
