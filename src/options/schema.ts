import {
  type BeforeSend,
  configError,
  type FeedbackClient,
  type FeedbackError,
  type GetToken,
  isListOf,
  isObject,
  isReasons,
  isUuid,
  RATING_NEEDED,
  RATINGS,
  type Rating,
  type Reasons,
  type Submitter,
  UUID_NEEDED,
} from '../domain/index.js';
import { findLanguage, findWrongTexts, isTexts, LANGUAGES, type Strings } from '../i18n/index.js';
import { isScript } from '../platform/index.js';
import { isBaseUrl } from './project.js';

/** A type of value. */
interface Kind<T> {
  /** Whether a value is valid: truthy if so. */
  readonly accepts: (value: unknown) => value is T;
  /** A description of valid values, for error messages. */
  readonly needed: string;
  /** Parses the text of an attribute into a value, valid or not. Missing if no attribute sets the option. */
  readonly parse?: (text: string) => unknown;
  /** All valid values, if they are a few words. */
  readonly words?: readonly string[];
}

/** A type of value that attributes can express. */
interface Parsed<T> extends Kind<T> {
  readonly parse: (text: string) => unknown;
}

/**
 * What an option is about. `answer`: set for each widget. `target` and `view`: set for each widget or, as defaults, with `init`. `client`: set only with
 * `init` and `createFeedbackClient`. A wrong value is replaced by the default if it is of the `view`; any other makes the widget unavailable, because
 * feedback could go to the wrong place.
 */
type Scope = 'answer' | 'target' | 'view' | 'client';

/** The row of one option. */
export interface Option<T = unknown> extends Kind<T> {
  readonly scope: Scope;
  readonly default?: T;
}

const kind = <T>(accepts: (value: unknown) => unknown, needed: string): Kind<T> => ({
  accepts: accepts as (value: unknown) => value is T,
  needed,
});

const parsed = <T>(accepts: (value: unknown) => unknown, needed: string, parse: (text: string) => unknown = (text) => text): Parsed<T> => ({
  ...kind<T>(accepts, needed),
  parse,
});

/** One of a few words. The first is the default, unless the row has another. */
const oneOf = <const Word extends string>(...words: readonly Word[]): Parsed<Word> & { readonly default: Word } => ({
  ...parsed((value) => words.includes(value as Word), words.map((word) => `"${word}"`).join(' or ')),
  words,
  default: words[0] as Word,
});

const integer = (min: number): Parsed<number> =>
  parsed(
    (value) => Number.isSafeInteger(value) && (value as number) >= min,
    `an integer of at least ${min}`,
    (text) => (/^-?\d{1,16}$/.test(text) ? Number(text) : undefined),
  );

const hasMethod = (name: string) => (value: unknown) => typeof (value as Record<string, unknown>)[name] === 'function';

const UUID = parsed<string>(isUuid, UUID_NEEDED);
/** A text, and not what a template leaves of a value that is missing: all answers, or persons, would have the same. */
const TEXT = parsed<string>((value) => typeof value === 'string' && !/^(undefined$|null$|{{)/.test(value), 'a text');
/** Nothing in the script returns a client. */
const isClient = isScript ? () => false : hasMethod('answer');
const isFunction = (value: unknown) => typeof value === 'function';

const isRating = (value: unknown) => RATINGS.includes(value as Rating);
const isRatings = (value: unknown) => isListOf(value, isRating) && !!(value as readonly Rating[])[0];

const isValue = (value: unknown) => {
  if (!isObject(value)) return false;
  const { id, rating, comment } = value;
  return isRating(rating) && (id == null || isUuid(id)) && (comment == null || typeof comment === 'string');
};

/** Adds a scope to a row. */
const scoped =
  <const S extends Scope>(scope: S) =>
  <Row extends object>(row: Row): Row & { readonly scope: S } => ({ ...row, scope });
const answer = scoped('answer');
const target = scoped('target');
const view = scoped('view');
const client = scoped('client');

/** Feedback that the host knows from elsewhere. */
export interface KnownFeedback {
  /** The UUID of the record. Without it, or a `userId`, a change adds a second record. */
  readonly id?: string | undefined;
  readonly rating: Rating;
  readonly comment?: string | null | undefined;
}

/**
 * All options, one row each. The types, attributes, properties, checks and defaults are derived from the rows, and so are `custom-elements.json`, the
 * demo's controls and the tables of the docs, which print the sentence above each row.
 */
export const SCHEMA = {
  /** UUID of the conversation. While it or `query-id` is missing, a rating waits. */
  conversationId: answer(UUID),
  /** Number of the user query that was answered; 0 is valid. */
  queryId: answer(integer(0)),
  /** The page's own name for the answer, which keeps a rating that is given before `query-id` is known: different for each answer of a conversation, and the same after a reload. */
  answerKey: answer(TEXT),
  /** Feedback that you know already, `{ rating, comment?, id? }`, shown as saved. Pass its `id`, or a `userId`: otherwise a change adds a second record. */
  value: answer(kind<KnownFeedback>(isValue, `{ rating: ${RATING_NEEDED}, comment?: a text, id?: a UUID }`)),
  /** UUID of the Clarifeye project. */
  projectId: target(UUID),
  /** Where the project is hosted. With the wrong one, the API answers 404. */
  region: target(oneOf('eu', 'us')),
  /** URL of the API up to `/api/v1`, in place of `region`: https, or http on this machine. A path such as `/api/clarifeye` is a server proxy of the page's origin, which needs no token. */
  baseUrl: target(
    parsed<string>(isBaseUrl, 'an https URL (http only on this machine) or, unless the page is a file, a path such as /api/clarifeye'),
  ),
  /** What the records name as their source. The API documents only the default: ask Clarifeye before you set another one. */
  source: target({ ...TEXT, default: 'PlaygroundConversation' }),
  /** Function that returns the access token, or a promise of it. Not needed if `baseUrl` has the page's origin. */
  getToken: target(kind<GetToken>(isFunction, 'a function that returns the access token')),
  /** Client from `createFeedbackClient`. */
  client: target(kind<FeedbackClient>(isClient, 'what createFeedbackClient() returns')),
  /** Submitter from `createSubmitter`. Submitters with equal options share one client. */
  submitter: target(kind<Submitter>(hasMethod('submit'), 'what createSubmitter() returns')),
  /** Language of the texts, such as `fr` or `pt-BR`, by default the page's `lang`. */
  locale: view(
    parsed<string>(
      (value) => typeof value === 'string' && findLanguage(value),
      `one of en, ${LANGUAGES.join(', ')}, or own texts in strings`,
    ),
  ),
  /** Colours: `auto` takes the colour of the page's text; `light` and `dark` have palettes of their own. */
  theme: view(oneOf('auto', 'light', 'dark')),
  /** `toolbar` makes the ratings items of the page's own flex bar, which needs `flex-wrap: wrap`; status and comment box take lines of their own below it. */
  layout: view(oneOf('block', 'toolbar')),
  /** `sm` has smaller buttons and texts, for a bar of small buttons. */
  size: view({ ...oneOf('sm', 'md'), default: 'md' }),
  /** Which rating buttons to show, in this order: `up down` leaves out the neutral one. */
  ratings: view({
    ...parsed<readonly Rating[]>(isRatings, `one or more of "${RATINGS.join(' ')}", each once`, (text) =>
      text.split(/[\s,]+/).filter(Boolean),
    ),
    default: RATINGS,
  }),
  /** When to show the comment box, and `off` for ratings alone. With `always`, words without a rating count as neutral. */
  comment: view(oneOf('after-rating', 'always', 'off')),
  /** `rating` records a click at once. `send` waits for Send, or until the box is closed, the page hidden or the widget removed. */
  submitOn: view(oneOf('rating', 'send')),
  /** Longest comment in code points, reasons included. Over it the box says so, and does not send. */
  maxLength: view({ ...integer(1), default: 4000 }),
  /** Shows the feedback, but does not let the person change it, as in an archive. */
  disabled: view({
    ...parsed<boolean>(
      (value) => typeof value === 'boolean',
      'true or false',
      (text) => text !== 'false',
    ),
    default: false,
  }),
  /** Texts in place of the built-in ones, by name. */
  strings: view(kind<Partial<Strings>>(isTexts, 'texts by name')),
  /** Reasons to choose from in the comment box, `{ up?: string[], neutral?: string[], down?: string[] }`. The chosen ones precede the words, one a line, as `#reason`. */
  reasons: view(kind<Reasons>(isReasons, `lists of different texts of one line, under ${RATINGS.join(', ')}`)),
  /** Where feedback is stored until it is sent, and ratings for the next visit. `local` is shared by all tabs and needs `userKey`. */
  storage: client(oneOf('session', 'local', 'none')),
  /** Text that differs for each person who signs in on this browser, so that no words are sent with another person's token. */
  userKey: client(TEXT),
  /** UUID of the person, as `given_by` names it. By default it is learned from the first record. */
  userId: client(UUID),
  /** Where earlier ratings come from: the storage, or the API, which is asked once and needs `userId`. */
  restore: client(oneOf('storage', 'server')),
  /** Function that is called with the feedback before a comment is sent. It returns the feedback with the comment to send, or null to withhold the comment. */
  beforeSend: client(kind<BeforeSend>(isFunction, 'a function')),
} as const satisfies Readonly<Record<string, Option>>;

type Schema = typeof SCHEMA;

/** The name of an option. */
export type OptionName = keyof Schema;

type ValueOf<Row> = Row extends Kind<infer T> ? T : never;

/** The options of some scopes. */
type OptionsOf<S extends Scope> = {
  [Name in OptionName as Schema[Name] extends { readonly scope: S } ? Name : never]?: ValueOf<Schema[Name]> | undefined;
};

/** All options. */
export type Options = OptionsOf<Scope>;

/** The options of `init`: the defaults for all widgets of the page, and the options of its client. */
export type InitOptions = OptionsOf<'target' | 'view' | 'client'>;

type Nullable<T> = { [Name in keyof T]: T[Name] | null };

/** The options of an element, which are its properties. Null stands for "not set", as undefined does. */
export type ElementOptions = Nullable<OptionsOf<'answer' | 'target' | 'view'>>;

/** The options of an element that attributes can set. */
export type AttributeOptions = {
  [Name in keyof ElementOptions as Schema[Name] extends Parsed<unknown> ? Name : never]: ElementOptions[Name];
};

/** The API and project that the feedback goes to. */
export type ProjectOptions = Pick<Options, 'region' | 'baseUrl' | 'source'> & { projectId: string };

/** The look and behaviour of one widget. */
export type WidgetOptions = Omit<OptionsOf<'view'>, 'locale'>;

export const OPTION_NAMES = Object.keys(SCHEMA) as readonly OptionName[];

export const optionOf = (name: OptionName): Option => SCHEMA[name];

/** The errors of texts in `strings` that have no effect, which the script does not look for. */
export const findTextErrors = (texts: object, label: string): FeedbackError[] =>
  findWrongTexts(texts).map(([name, text, isKnown]) =>
    isKnown ? configError(label, text, `a text as "${name}"`) : configError(label, name, 'the names of texts, such as "send"'),
  );

/** The options of a page, for all its widgets. */
export const PAGE_OPTIONS = OPTION_NAMES.filter((name) => optionOf(name).scope !== 'answer');

const inScope = (scope: Scope) => OPTION_NAMES.filter((name) => optionOf(name).scope === scope);

/** The options of a page that the script tag can have; its `getToken` is a name. */
export const TAG_OPTIONS = PAGE_OPTIONS.filter((name) => optionOf(name).parse || name === 'getToken');

/** The options that determine where feedback goes. */
export const TARGET_OPTIONS = inScope('target');

/** The options of an element that change how it looks or behaves. */
export const VIEW_OPTIONS = inScope('view');

/** The options of an element. */
export const ELEMENT_OPTIONS = OPTION_NAMES.filter((name) => optionOf(name).scope !== 'client') as readonly (keyof ElementOptions)[];

/** The options of an element that attributes can set. */
export const ATTRIBUTE_OPTIONS = ELEMENT_OPTIONS.filter((name) => optionOf(name).parse) as readonly (keyof AttributeOptions)[];
