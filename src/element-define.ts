import type { Ref } from 'preact';
import { loadLanguage } from './bundled-languages.js';
import { type ClarifeyeFeedbackElement, define } from './element.js';
import type { IntrinsicProps } from './intrinsic.js';

export { type Attachment, type AttachOptions, attach } from './attach.js';
export { clearAll as clear, resumeAll as resume } from './connection.js';
export { ClarifeyeFeedbackElement, type ClarifeyeFeedbackEventMap } from './element.js';
export { type InitOptions, init } from './page-defaults.js';

define(loadLanguage);

declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      'clarifeye-feedback': Omit<IntrinsicElements['div'], 'ref' | keyof IntrinsicProps> &
        IntrinsicProps & { ref?: Ref<ClarifeyeFeedbackElement> };
    }
  }
}
