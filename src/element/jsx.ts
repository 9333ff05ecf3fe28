import type { Ref } from 'preact';
import type { AttributeOptions, ElementOptions } from '../options/index.js';
import type { ClarifeyeFeedbackElement } from './element.js';
import type { ClarifeyeFeedbackEventMap } from './events.js';

type KebabCase<Text extends string> = Text extends `${infer Head}${infer Tail}`
  ? Head extends Lowercase<Head>
    ? `${Head}${KebabCase<Tail>}`
    : `-${Lowercase<Head>}${KebabCase<Tail>}`
  : Text;

/** The props of `<clarifeye-feedback>` in JSX: its properties, and its attributes under their HTML names. */
export type IntrinsicProps = Omit<ElementOptions, 'ratings'> & { ratings?: ElementOptions['ratings'] | string } & {
  [Name in keyof AttributeOptions as KebabCase<Name>]?: AttributeOptions[Name] | string;
};

declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      'clarifeye-feedback': Omit<IntrinsicElements['div'], 'ref' | keyof IntrinsicProps> &
        IntrinsicProps & { ref?: Ref<ClarifeyeFeedbackElement> };
    }
  }
}

type CamelCase<Text extends string> = Text extends `${infer Head}-${infer Tail}` ? `${Head}${Capitalize<CamelCase<Tail>>}` : Text;

/** Any other attribute. */
type OtherAttributes = Readonly<Record<string, unknown>>;

// Svelte's type checker reads its elements from a global namespace.
declare global {
  namespace svelteHTML {
    interface IntrinsicElements {
      'clarifeye-feedback': IntrinsicProps &
        OtherAttributes & {
          [Type in keyof ClarifeyeFeedbackEventMap as `on${Type}`]?: (event: ClarifeyeFeedbackEventMap[Type]) => unknown;
        };
    }
  }
}

/** What Vue's type checker, which takes `query-id` and `queryId` for one prop, accepts for an option: also its text, unless its values are a few words. */
type OrText<Value> = Extract<Value, string> extends never ? Value | string : Value;

// biome-ignore lint/suspicious/noTsIgnore: an error is expected only where there is no Vue.
/** @ts-ignore Vue's type checker reads its elements from a module that a project without Vue does not have. */
declare module 'vue' {
  interface GlobalComponents {
    'clarifeye-feedback': new () => {
      $props: Omit<ElementOptions, keyof AttributeOptions> &
        OtherAttributes & { [Name in keyof AttributeOptions]?: OrText<AttributeOptions[Name]> } & {
          [Type in keyof ClarifeyeFeedbackEventMap as CamelCase<`on-${Type}`>]?: (event: ClarifeyeFeedbackEventMap[Type]) => unknown;
        };
    };
  }
}
