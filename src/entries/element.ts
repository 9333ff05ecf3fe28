import { define } from '../element/index.js';
import { loadLanguage } from '../i18n/index.js';

export { clear, type DiagnoseOptions, diagnose, init, resumeAll as resume } from '../client/index.js';
export type { Diagnosis } from '../diagnose/index.js';
export { type Attachment, type AttachOptions, attach, ClarifeyeFeedbackElement, type ClarifeyeFeedbackEventMap } from '../element/index.js';
export type { InitOptions } from '../options/index.js';

define(loadLanguage);
