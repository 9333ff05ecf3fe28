import {
  createElement,
  type DOMAttributes,
  forwardRef,
  type HTMLAttributes,
  type ReactNode,
  type RefAttributes,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
} from 'react';
import type { Rating } from '../domain/index.js';
import type { IntrinsicProps } from '../element/index.js';
import { type ClarifeyeFeedbackElement, define } from '../element/index.js';
import { loadLanguage, pickStrings, type Strings } from '../i18n/index.js';
import { ATTRIBUTE_OPTIONS, ELEMENT_OPTIONS, findMisspelt, findOption, namesOf, PROP, readValues } from '../options/index.js';
import { logOnce } from '../platform/index.js';
import {
  checkClient,
  createSeenClients,
  type FeedbackHandlers,
  findIdle,
  findUnknownHandlers,
  findWrongHandlers,
  HANDLERS,
  type FeedbackWidgetProps as PreactProps,
} from '../widget/index.js';

/**
 * The props of {@link FeedbackWidget}: those of the Preact component, with React nodes in `disclaimer`, and HTML attributes such as `className`, `id` and
 * `style`. The `ref` is the element.
 */
export interface FeedbackWidgetProps
  extends Omit<PreactProps, 'disclaimer' | 'locale' | 'ratings'>,
    Omit<HTMLAttributes<HTMLElement>, keyof PreactProps | keyof DOMAttributes<HTMLElement>> {
  /** A language tag such as `fr`, or a language from `clarifeye-feedback/locales/…`. @default the page's language */
  locale?: string | Strings | null | undefined;
  /** Which rating buttons to show, in this order, as a list or as text. @default 'up neutral down' */
  ratings?: readonly Rating[] | string | null | undefined;
  /** A note for the person beside the comment box. */
  disclaimer?: ReactNode;
}

const WIDGET_PROPS: readonly string[] = [...ELEMENT_OPTIONS, ...Object.values(HANDLERS), 'disclaimer', 'className'];

/** On a custom element, React 18 would write `hidden="false"`, which hides it. */
const FLAGS: readonly string[] = ['hidden', 'inert', 'autoFocus', 'itemScope'];

/** The elements whose events call the handlers of their component. */
const listening = new WeakSet<Element>();

/** Whether React has an event of that name: browsers have a property for most of them, and for touches only where there is a touch screen. */
function isEvent(name: string): boolean {
  const property = name.toLowerCase();
  return (
    /^on(doubleclick|composition|touch|beforeinput|scrollend)/.test(property) ||
    [property, property.replace(/capture$/, '')].some((each) => each in HTMLElement.prototype)
  );
}

/** Tells of misspelt props, such as `query-id`, which TypeScript does not find, and of those that have no effect. */
function tellMistakes(props: FeedbackWidgetProps): void {
  // The element tells of wrong values, but takes false for an attribute that is not there. False for an id may stand for one that is not known yet.
  const falses = Object.fromEntries(Object.entries(props).filter(([, value]) => value === false));
  for (const { message } of [
    ...readValues(falses, ATTRIBUTE_OPTIONS, PROP).warnings,
    ...findMisspelt(namesOf(props), ELEMENT_OPTIONS, (name) => name, PROP),
    ...findIdle(props),
    ...findWrongHandlers(props),
    ...findUnknownHandlers(props, isEvent),
  ])
    logOnce('warn', message);
}

// React 18 warns about layout effects on a server.
const useSetUp = typeof document === 'undefined' ? useEffect : useLayoutEffect;

/** Thumbs up, neutral and thumbs down for an AI answer, with a comment box: the custom element as a component for React 18 and 19. */
export const FeedbackWidget = forwardRef<ClarifeyeFeedbackElement, FeedbackWidgetProps>(function FeedbackWidget(props, outerRef) {
  const { className, client, disclaimer, locale, strings } = props;
  const ref = useRef<ClarifeyeFeedbackElement>(null);
  useImperativeHandle(outerRef, () => ref.current as ClarifeyeFeedbackElement, []);
  const handlers = useRef<FeedbackHandlers>(props);
  // An imported language, as for the Preact component; the element itself takes only a tag.
  const language = typeof locale === 'object' ? locale : undefined;
  const texts = useMemo(() => (language ? pickStrings(language, strings) : strings), [language, strings]);

  checkClient(useRef(createSeenClients()).current, client, 'client prop');
  useSetUp(() => {
    const element = ref.current;
    handlers.current = props;
    if (!element) return;
    const given: Record<string, unknown> = { ...props, strings: texts, locale: language ? undefined : locale };
    for (const name of ELEMENT_OPTIONS) if (element[name] !== given[name]) Object.assign(element, { [name]: given[name] });
    define(loadLanguage);
    tellMistakes(props);
  });

  // Never removed: an element says that a rating was lost with it when it is gone, after the effects of its component have ended.
  useSetUp(() => {
    const element = ref.current;
    if (!element || listening.has(element)) return;
    listening.add(element);
    for (const [type, handler] of Object.entries(HANDLERS))
      element.addEventListener(`feedback-${type}`, (event) => {
        const handle: unknown = handlers.current[handler];
        if (typeof handle === 'function') handle((event as CustomEvent).detail);
      });
  }, []);

  const others = Object.fromEntries(
    Object.entries(props).filter(
      ([name, value]) =>
        !WIDGET_PROPS.includes(name) && (name.startsWith('data-') || !findOption(name)) && (value || !FLAGS.includes(name)),
    ),
  );
  return createElement(
    'clarifeye-feedback',
    // The element sets `data-phase` on itself, which React has not rendered.
    { ...others, ref, class: className, suppressHydrationWarning: true } as object,
    disclaimer != null && createElement('div', { slot: 'disclaimer' }, disclaimer),
  );
});

/** The props of `<clarifeye-feedback>` in React's JSX. */
export type ClarifeyeFeedbackAttributes = Omit<HTMLAttributes<HTMLElement>, keyof IntrinsicProps> &
  IntrinsicProps &
  RefAttributes<ClarifeyeFeedbackElement> & { class?: string };

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'clarifeye-feedback': ClarifeyeFeedbackAttributes;
    }
  }
}
