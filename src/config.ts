import { configError, type FeedbackError } from './errors.js';
import { isUuid, RATINGS, type Rating } from './feedback.js';
import type { Strings } from './strings.js';

/** Where a project lives. */
export type Region = 'eu' | 'us';

/** Which API and project the feedback goes to. */
export interface ProjectOptions {
  /** UUID of the Clarifeye project. */
  projectId: string;
  /** @default 'eu' */
  region?: Region | undefined;
  /** The API's URL up to and including `/api/v1`, in place of `region`. https, or http on this machine. */
  baseUrl?: string | undefined;
  /** What the records name as their source. @default 'PlaygroundConversation' */
  source?: string | undefined;
}

/** The same where each option may be missing, as on a tag. */
export type PartialProject = { [Option in keyof ProjectOptions]?: ProjectOptions[Option] | undefined };

/** How one widget looks and behaves. */
export interface WidgetOptions {
  /** `auto` follows the page's `color-scheme`. @default 'auto' */
  theme?: 'auto' | 'light' | 'dark' | undefined;
  /** @default 'md' */
  size?: 'sm' | 'md' | undefined;
  /** Which buttons, in this order. @default ['up', 'neutral', 'down'] */
  ratings?: readonly Rating[] | undefined;
  /** When the comment box is there. @default 'after-rating' */
  comment?: 'after-rating' | 'always' | 'off' | undefined;
  /** `rating` records the click at once; `send` waits for the Send button, or for the person to leave the box. @default 'rating' */
  submitOn?: 'rating' | 'send' | undefined;
  /** The longest comment, in code points. @default 4000 */
  maxLength?: number | undefined;
  /** Shows what is recorded and lets nobody change it. @default false */
  disabled?: boolean | undefined;
  /** Own texts in place of the built-in ones. */
  strings?: Partial<Strings> | undefined;
}

/** The options of a widget that an attribute can set. */
export interface AttributeOptions extends PartialProject, Omit<WidgetOptions, 'strings'> {
  conversationId?: string | undefined;
  queryId?: number | undefined;
}

/** Every attribute of the element and the option that it sets. */
export const ATTRIBUTES = {
  'conversation-id': 'conversationId',
  'query-id': 'queryId',
  'project-id': 'projectId',
  'base-url': 'baseUrl',
  region: 'region',
  source: 'source',
  theme: 'theme',
  size: 'size',
  ratings: 'ratings',
  comment: 'comment',
  'submit-on': 'submitOn',
  'max-length': 'maxLength',
  disabled: 'disabled',
} as const satisfies Record<string, keyof AttributeOptions>;

const HOSTS: Readonly<Record<Region, string>> = {
  eu: 'https://eu.app.clarifeye.ai/api/v1',
  us: 'https://us.app.clarifeye.ai/api/v1',
};

type Reader = (text: string, name: string) => unknown;

const oneOf =
  (...words: string[]): Reader =>
  (text, name) => {
    if (words.includes(text)) return text;
    throw configError(name, text, words.map((word) => `"${word}"`).join(' or '));
  };

const readUuid: Reader = (text, name) => {
  if (isUuid(text)) return text;
  throw configError(name, text, 'a UUID such as 3c90c3cc-0d44-4b50-8888-8dd25736052a');
};

const readInteger =
  (least: number): Reader =>
  (text, name) => {
    const value = /^-?\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
    if (Number.isSafeInteger(value) && value >= least) return value;
    throw configError(name, text, `an integer${least > 0 ? ` of at least ${least}` : ''}`);
  };

const READERS: Readonly<Record<keyof AttributeOptions, Reader>> = {
  conversationId: readUuid,
  queryId: readInteger(Number.MIN_SAFE_INTEGER),
  projectId: readUuid,
  baseUrl: (text, name) => readBaseUrl(text, name),
  region: oneOf('eu', 'us'),
  source: (text) => text,
  theme: oneOf('auto', 'light', 'dark'),
  size: oneOf('sm', 'md'),
  ratings: (text, name) => {
    const words = text.split(/[\s,]+/).filter(Boolean);
    const isValid = words.length > 0 && new Set(words).size === words.length && words.every((word) => RATINGS.includes(word as Rating));
    if (isValid) return words;
    throw configError(name, text, 'one or more of "up neutral down", each once');
  },
  comment: oneOf('after-rating', 'always', 'off'),
  submitOn: oneOf('rating', 'send'),
  maxLength: readInteger(1),
  disabled: (text) => text !== 'false',
};

/** Options for which a default in place of a wrong value would send feedback to the wrong place. */
const VITAL: ReadonlySet<string> = new Set(['conversationId', 'queryId', 'projectId', 'baseUrl', 'region']);

/** What a tag's attributes say, and what is wrong with them. */
export interface ReadAttributes {
  readonly options: AttributeOptions;
  /** Wrong values that keep feedback from being sent, by option. */
  readonly errors: Readonly<Record<string, FeedbackError>>;
  /** Wrong values in whose place the default is used. */
  readonly warnings: readonly FeedbackError[];
}

/** Reads a tag's attributes, each under `prefix` and its name. A missing or empty one leaves the default. */
export function readAttributes(tag: Pick<Element, 'getAttribute'>, prefix = ''): ReadAttributes {
  const options: Record<string, unknown> = {};
  const errors: Record<string, FeedbackError> = {};
  const warnings: FeedbackError[] = [];
  for (const [attribute, option] of Object.entries(ATTRIBUTES)) {
    const name = prefix + attribute;
    const text = tag.getAttribute(name)?.trim();
    if (text == null || (text === '' && option !== 'disabled')) continue;
    try {
      options[option] = READERS[option](text, name);
    } catch (error) {
      if (VITAL.has(option)) errors[option] = error as FeedbackError;
      else warnings.push(error as FeedbackError);
    }
  }
  return { options, errors, warnings };
}

/** Reads options that JavaScript gave, where attributes have their text, and with the same errors. */
export function readOptions(given: Readonly<Record<string, unknown>>): ReadAttributes {
  const getAttribute = (name: string) => {
    const value = given[ATTRIBUTES[name as keyof typeof ATTRIBUTES]];
    return value == null || value === false ? null : value === true ? '' : Array.isArray(value) ? value.join(' ') : String(value);
  };
  return readAttributes({ getAttribute });
}

/** The API's URL without a slash at its end. Throws a {@link FeedbackError} of kind `config` for one that is not safe to send a token to. */
export function readBaseUrl(text: string, name = 'baseUrl'): string {
  const wrong = configError(name, text, 'an absolute https URL such as https://eu.app.clarifeye.ai/api/v1 (http only on this machine)');
  if (!URL.canParse(text)) throw wrong;
  const url = new URL(text);
  const isLocal = /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
  const isSafe = url.protocol === 'https:' || (url.protocol === 'http:' && isLocal);
  if (!isSafe || url.username || url.password || url.search || url.hash) throw wrong;
  return url.href.replace(/\/+$/, '');
}

/** Checks a project's options. Returns the URL of its feedbacks, ending in a slash, or throws a {@link FeedbackError} of kind `config`. */
export function readFeedbacksUrl({ projectId, region = 'eu', baseUrl }: ProjectOptions): string {
  if (!isUuid(projectId)) throw configError('projectId', projectId, 'the UUID of a Clarifeye project');
  const base = baseUrl ? readBaseUrl(baseUrl) : Object.hasOwn(HOSTS, region) ? HOSTS[region] : undefined;
  // The server redirects a POST to a URL without the final slash, and the body is lost.
  if (base) return `${base}/projects/${projectId}/feedbacks/`;
  throw configError('region', region, '"eu" or "us"');
}
