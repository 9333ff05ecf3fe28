export { type Attachment, type AttachOptions, attach } from './attach.js';
export { ClarifeyeFeedbackElement, type ClarifeyeFeedbackEventMap, define } from './element.js';
export type { IntrinsicProps } from './jsx.js';
