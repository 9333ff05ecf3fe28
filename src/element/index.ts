export { type Attachment, type AttachOptions, attach } from './attach.js';
export { define } from './define.js';
export { ClarifeyeFeedbackElement } from './element.js';
export type { ClarifeyeFeedbackEventMap } from './events.js';
export type { IntrinsicProps } from './jsx.js';
