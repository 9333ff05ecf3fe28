import { findClient } from '../client/index.js';
import { configError, FeedbackError, ownProperties } from '../domain/index.js';
import { isTexts } from '../i18n/index.js';
import { ELEMENT_OPTIONS, findMisspelt, isValid, namesOf, optionOf, PROP, readValues, resolve, TARGET_OPTIONS } from '../options/index.js';
import { type FeedbackWidgetProps, HANDLERS, type InnerProps, makeHandlers } from './props.js';

const NAMES = ELEMENT_OPTIONS.filter((name) => name !== 'locale');

/** The errors of right props that have no effect: an option of `createSubmitter` beside its result, and children. */
export function findIdle(props: object): readonly FeedbackError[] {
  const { submitter, client, children, ...others } = ownProperties(props) as Readonly<Record<string, unknown>>;
  const ofSubmitter = submitter || client ? Object.entries(readValues(others, TARGET_OPTIONS).values) : [];
  return [
    ...ofSubmitter.flatMap(([name, value]) =>
      value === undefined || value instanceof FeedbackError
        ? []
        : [configError(name + PROP, value, 'to be passed to createSubmitter(), because a submitter or client has its own')],
    ),
    ...(submitter && isValid(optionOf('client').accepts, client)
      ? [configError(`submitter${PROP}`, submitter, 'to be left out, because the client has its own')]
      : []),
    ...('token' in props ? [new FeedbackError('config', `getToken${PROP}: got "token", needs the name "getToken", and a function.`)] : []),
    ...(children == null ? [] : [configError('slot', 'children', 'them in the prop "disclaimer"')]),
  ];
}

const HANDLER_NAMES: readonly string[] = Object.values(HANDLERS);

const simplify = (name: string) => name.toLowerCase().replace('feedback', '').replace(/d$/, '');

/** The handler that a wrong name means, such as `onFeedbackSaved` or `onsave`. */
const findHandler = (name: string) => HANDLER_NAMES.find((right) => simplify(right) === simplify(name));

/** The errors of handlers that cannot be called, and of names that are nearly those of handlers. */
export const findWrongHandlers = (props: object): readonly FeedbackError[] =>
  namesOf(props).flatMap((name) => {
    const given = Reflect.get(props, name);
    if (HANDLER_NAMES.includes(name)) return typeof given === 'function' ? [] : [configError(`handler ${name}`, given, 'a function')];
    const right = findHandler(name);
    return right && !(right in props) ? [configError('handler', name, `the name "${right}"`)] : [];
  });

/** The errors of handlers that nothing calls. `isEvent` says which names are those of DOM events, which React's component passes on to its element. */
export const findUnknownHandlers = (props: object, isEvent = (_: string) => false): readonly FeedbackError[] =>
  namesOf(props).flatMap((name) =>
    /^on[A-Z]/.test(name) && !findHandler(name) && !isEvent(name) && Reflect.get(props, name)
      ? configError('handler', name, `one of ${HANDLER_NAMES.join(', ')}`)
      : [],
  );

/** The errors of HTML attributes, which the component has no element of the page's for. */
const findAttributes = (props: object): readonly FeedbackError[] =>
  namesOf(props).flatMap((name) =>
    /^(class|className|style)$/.test(name) ? configError('style', name, 'to be set on an element around the component') : [],
  );

/** Checks the props of the component. Wrong ones become an error or warnings, so that rendering never throws. */
export function readProps(props: FeedbackWidgetProps): InnerProps {
  const { locale, disclaimer } = ownProperties(props);
  const { values, warnings: wrong } = readValues(props, NAMES, PROP);
  // A client has its own.
  const lost = isValid(optionOf('client').accepts, values.client) ? undefined : values;
  const warnings = [
    ...wrong,
    ...findMisspelt(namesOf(props), ELEMENT_OPTIONS, (name) => name, PROP, lost),
    ...findIdle(props),
    ...findWrongHandlers(props),
    ...findUnknownHandlers(props),
    ...findAttributes(props),
  ];
  const { options, answer, waiting, error } = resolve([values]);
  const found = error ?? findClient(options, (name) => name + PROP);
  const isMissing = !options.client && !options.submitter && !options.projectId;
  const missing =
    isMissing && configError(`submitter${PROP}`, undefined, 'what createSubmitter() returns (or a client, or projectId and getToken)');
  const setupError = error ?? (missing || (found instanceof FeedbackError ? found : undefined));
  const isModule = locale != null && isValid((value) => 'default' in (value as object), locale);
  const isWrong = locale != null && (isModule || !isValid(isTexts, locale));
  return {
    options,
    answer: setupError ? null : answer,
    waiting,
    client: found instanceof FeedbackError ? undefined : found,
    setupError,
    warnings: isWrong
      ? [
          ...warnings,
          configError(
            `locale${PROP}`,
            locale,
            `${isModule ? 'the default export of ' : ''}a language imported from clarifeye-feedback/locales`,
          ),
        ]
      : warnings,
    language: isWrong ? undefined : (locale ?? undefined),
    disclaimer,
    ...makeHandlers((_, name) => (typeof props[name] === 'function' ? props[name] : undefined)),
  };
}
