import type { Ref } from 'preact';
import type { AttributeOptions, ElementOptions } from '../options/index.js';
import type { ClarifeyeFeedbackElement } from './element.js';

type KebabCase<Text extends string> = Text extends `${infer Head}${infer Tail}`
  ? Head extends Lowercase<Head>
    ? `${Head}${KebabCase<Tail>}`
    : `-${Lowercase<Head>}${KebabCase<Tail>}`
  : Text;

/** The props of `<clarifeye-feedback>` in JSX: its properties, and its attributes under their HTML names. */
export type IntrinsicProps = ElementOptions & { [Name in keyof AttributeOptions as KebabCase<Name>]?: AttributeOptions[Name] | string };

declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      'clarifeye-feedback': Omit<IntrinsicElements['div'], 'ref' | keyof IntrinsicProps> &
        IntrinsicProps & { ref?: Ref<ClarifeyeFeedbackElement> };
    }
  }
}
