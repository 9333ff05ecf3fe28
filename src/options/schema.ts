import {
  type BeforeSend,
  type FeedbackClient,
  type GetToken,
  isObject,
  isReasons,
  isUuid,
  RATINGS,
  type Rating,
  type Reasons,
  type Submitter,
  UUID_NEEDED,
} from '../domain/index.js';
import { findLanguage, LANGUAGES, type Strings } from '../i18n/index.js';
import { isBaseUrl } from './project.js';

/** A kind of value. */
interface Kind<T> {
  /** Whether a value is right. */
  readonly accepts: (value: unknown) => value is T;
  /** What a right value is, as a message says it. */
  readonly needed: string;
  /** The value of an attribute's text, right or wrong. Without it, no attribute sets the option. */
  readonly parse?: (text: string) => unknown;
}

/** One option. */
export interface Option<T = unknown> extends Kind<T> {
  /**
   * What it is about, and so who sets it: each widget its `answer`; each widget or `init` the `target` of the feedback and the `view`; only `init` and
   * `createFeedbackClient` the `client`. A wrong value makes the widget unavailable, because feedback would go to the wrong place or nowhere; only in the
   * `view` the default is used in its place.
   */
  readonly scope: 'answer' | 'target' | 'view' | 'client';
  readonly default?: T;
}

const same = (text: string) => text;

/** A kind of value that attributes can have, too. */
interface Parsed<T> extends Kind<T> {
  readonly parse: (text: string) => unknown;
}

const kind = <T>(accepts: (value: unknown) => unknown, needed: string): Kind<T> => ({
  accepts: (value): value is T => !!accepts(value),
  needed,
});

const parsed = <T>(accepts: (value: unknown) => unknown, needed: string, parse: (text: string) => unknown = same): Parsed<T> => ({
  ...kind<T>(accepts, needed),
  parse,
});

const oneOf = <const Word extends string>(...words: readonly Word[]): Parsed<Word> =>
  parsed((value) => words.includes(value as Word), words.map((word) => `"${word}"`).join(' or '));

const integer = (least: number, needed: string): Parsed<number> =>
  parsed(
    (value) => Number.isSafeInteger(value) && (value as number) >= least,
    needed,
    (text) => (/^-?\d{1,16}$/.test(text) ? Number(text) : undefined),
  );

const hasMethod = (name: string) => (value: unknown) => typeof (value as Record<string, unknown>)[name] === 'function';

const UUID = parsed<string>(isUuid, UUID_NEEDED);
const TEXT = parsed<string>((value) => typeof value === 'string', 'a text');
const isFunction = (value: unknown) => typeof value === 'function';

const isRatings = (value: unknown) =>
  Array.isArray(value) && value.length > 0 && new Set(value).size === value.length && value.every((one) => RATINGS.includes(one));

const isValue = (value: unknown) => {
  if (!isObject(value)) return false;
  const { id, rating, comment } = value;
  return RATINGS.includes(rating as Rating) && (id == null || isUuid(id)) && (comment == null || typeof comment === 'string');
};

/** What the host already knows of this person's feedback. */
export interface KnownFeedback {
  readonly id?: string | undefined;
  readonly rating: Rating;
  readonly comment?: string | null | undefined;
}

/** Every option, with the sentence that the docs print above it. What depends on an option is read from its row. */
export const SCHEMA = {
  /** UUID of the conversation. While it or the query id is missing, a rating waits. */
  conversationId: { ...UUID, scope: 'answer' },
  /** The number of the user query that was answered; 0 is valid. */
  queryId: { ...integer(Number.MIN_SAFE_INTEGER, 'an integer'), scope: 'answer' },
  /** What the host already knows of this person's feedback, shown as saved unless the person has said more since. */
  value: {
    ...kind<KnownFeedback>(isValue, '{ rating: "up", "neutral" or "down", comment?: a text, id?: a UUID }'),
    scope: 'answer',
  },
  /** UUID of the Clarifeye project. */
  projectId: { ...UUID, scope: 'target' },
  /** Where the project lives. */
  region: { ...oneOf('eu', 'us'), scope: 'target', default: 'eu' },
  /**
   * The API's URL up to and including `/api/v1`, in place of `region`: https, or http on this machine. A path such as `/api/clarifeye` is a server proxy
   * of the page's own origin, which gets cookies in place of a token.
   */
  baseUrl: {
    ...parsed<string>(
      isBaseUrl,
      'an absolute https URL such as https://eu.app.clarifeye.ai/api/v1 (http only on this machine), or a path of this page such as /api/clarifeye',
    ),
    scope: 'target',
  },
  /** What the records name as their source. */
  source: { ...TEXT, scope: 'target', default: 'PlaygroundConversation' },
  /** Returns the access token, or a promise of one. Not needed where `baseUrl` is of the page's own origin. */
  getToken: { ...kind<GetToken>(isFunction, 'a function that returns the access token'), scope: 'target' },
  /** What `createFeedbackClient` returned. */
  client: { ...kind<FeedbackClient>(hasMethod('answer'), 'what createFeedbackClient() returns'), scope: 'target' },
  /** What `createSubmitter` returned. Gets one client with the default options. */
  submitter: { ...kind<Submitter>(hasMethod('submit'), 'what createSubmitter() returns'), scope: 'target' },
  /** Language tag such as `fr` or `pt-BR`; by default the page's `lang`. The Preact component takes an imported language. */
  locale: {
    ...parsed<string>(
      (value) => typeof value === 'string' && findLanguage(value),
      `one of en, ${LANGUAGES.join(', ')}, or own texts in strings`,
    ),
    scope: 'view',
  },
  /** The colours; `auto` follows the page's `color-scheme`. */
  theme: { ...oneOf('auto', 'light', 'dark'), scope: 'view', default: 'auto' },
  /** How large the buttons are. */
  size: { ...oneOf('sm', 'md'), scope: 'view', default: 'md' },
  /** Which buttons, in this order. */
  ratings: {
    ...parsed<readonly Rating[]>(isRatings, 'one or more of "up neutral down", each once', (text) => text.split(/[\s,]+/).filter(Boolean)),
    scope: 'view',
    default: RATINGS,
  },
  /** When the comment box is there; with `always`, words without a rating count as neutral. */
  comment: { ...oneOf('after-rating', 'always', 'off'), scope: 'view', default: 'after-rating' },
  /** `rating` records the click at once; `send` waits for the Send button, or for the person to leave the box. */
  submitOn: { ...oneOf('rating', 'send'), scope: 'view', default: 'rating' },
  /** The longest comment in code points, reasons included. */
  maxLength: { ...integer(1, 'an integer of at least 1'), scope: 'view', default: 4000 },
  /** Shows what is recorded and lets nobody change it. */
  disabled: {
    ...parsed<boolean>(
      (value) => typeof value !== 'string',
      'true or false',
      (text) => text !== 'false',
    ),
    scope: 'view',
    default: false,
  },
  /** Own texts in place of the built-in ones, by their names. */
  strings: { ...kind<Partial<Strings>>(isObject, 'texts by their names'), scope: 'view' },
  /** Reasons to choose from in the comment box, under each rating. The chosen ones stand in front of the words as `#reason`, one a line. */
  reasons: { ...kind<Reasons>(isReasons, 'lists of different texts of one line, under up, neutral and down'), scope: 'view' },
  /**
   * Where feedback is stored until it is sent, and the ratings for the next visit. `local` outlives the tab and is shared by all tabs; it needs `userKey`.
   */
  storage: { ...oneOf('session', 'local', 'none'), scope: 'client', default: 'session' },
  /** Any text that is another one for each person who signs in on this browser, so that no one's words are sent under another's token. */
  userKey: { ...TEXT, scope: 'client' },
  /** The person's id as the API names it in `given_by`, where the host knows it. */
  userId: { ...UUID, scope: 'client' },
  /** Where earlier ratings come from: what this browser has stored, or the API, which is asked once; that needs `userId`. */
  restore: { ...oneOf('storage', 'server'), scope: 'client', default: 'storage' },
  /** Sees the feedback before it leaves; may change its words, or return null to keep them back. */
  beforeSend: { ...kind<BeforeSend>(isFunction, 'a function'), scope: 'client' },
} as const satisfies Readonly<Record<string, Option>>;

type Schema = typeof SCHEMA;

/** The name of an option. */
export type OptionName = keyof Schema;

type ValueOf<Row> = Row extends Kind<infer T> ? T : never;

/** The options of some scopes. */
type OptionsOf<Scope extends Option['scope']> = {
  [Name in OptionName as Schema[Name]['scope'] extends Scope ? Name : never]?: ValueOf<Schema[Name]> | undefined;
};

/** Every option. */
export type Options = OptionsOf<Option['scope']>;

/** What `init` takes: the defaults for every widget of the page, and the options of its client. */
export type InitOptions = OptionsOf<'target' | 'view' | 'client'>;

/** What an element takes, as properties. */
export type ElementOptions = OptionsOf<'answer' | 'target' | 'view'>;

/** Those that an attribute sets, too. */
export type AttributeOptions = {
  [Name in keyof ElementOptions as Schema[Name] extends Parsed<unknown> ? Name : never]: ElementOptions[Name];
};

/** Which API and project the feedback goes to. */
export type ProjectOptions = Pick<Options, 'region' | 'baseUrl' | 'source'> & { projectId: string };

/** How one widget looks and behaves. */
export type WidgetOptions = Pick<
  Options,
  'theme' | 'size' | 'ratings' | 'comment' | 'submitOn' | 'maxLength' | 'disabled' | 'strings' | 'reasons'
>;

export const OPTION_NAMES = Object.keys(SCHEMA) as readonly OptionName[];

export const optionOf = (name: OptionName): Option => SCHEMA[name];

/** The options that each element has as properties. */
export const ELEMENT_OPTIONS = OPTION_NAMES.filter((name) => optionOf(name).scope !== 'client') as readonly (keyof ElementOptions)[];

/** Those of them that an attribute sets. */
export const ATTRIBUTE_OPTIONS = ELEMENT_OPTIONS.filter((name) => optionOf(name).parse) as readonly (keyof AttributeOptions)[];
