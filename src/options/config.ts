import type { Reasons } from '../domain/index.js';
import {
  check,
  checkUuid,
  configError,
  demand,
  type FeedbackError,
  isUuid,
  own,
  RATINGS,
  type Rating,
  UUID_NEEDED,
} from '../domain/index.js';
import type { Strings } from '../i18n/index.js';
import { findLanguage, LANGUAGES } from '../i18n/index.js';

/** Where a project lives. */
export type Region = 'eu' | 'us';

/** Which API and project the feedback goes to. */
export interface ProjectOptions {
  /** UUID of the Clarifeye project. */
  projectId: string;
  /** @default 'eu' */
  region?: Region | undefined;
  /**
   * The API's URL up to and including `/api/v1`, in place of `region`: https, or http on this machine. A path such as `/api/clarifeye` is a server door
   * of the page's own origin, which gets cookies in place of a token.
   */
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
  /** Reasons to choose from in the comment box, under each rating. The chosen ones stand in front of the words as `#reason`, one a line. */
  reasons?: Reasons | undefined;
}

/** The options of a widget that an attribute can set. */
export interface AttributeOptions extends PartialProject, Omit<WidgetOptions, 'strings' | 'reasons'> {
  conversationId?: string | undefined;
  queryId?: number | undefined;
  /** Language tag such as `fr` or `pt-BR`. @default the page's `lang` */
  locale?: string | undefined;
}

const HOSTS: Readonly<Record<Region, string>> = {
  eu: 'https://eu.app.clarifeye.ai/api/v1',
  us: 'https://us.app.clarifeye.ai/api/v1',
};

const URL_NEEDED =
  'an absolute https URL such as https://eu.app.clarifeye.ai/api/v1 (http only on this machine), or a path of this page such as /api/clarifeye';

/** Reads an option from text, or answers undefined for a wrong one; and what it needs. */
type Reader = readonly [read: (text: string) => unknown, needed: string];

const UUID: Reader = [(text) => (isUuid(text) ? text : undefined), UUID_NEEDED];

const oneOf = (...words: string[]): Reader => [
  (text) => (words.includes(text) ? text : undefined),
  words.map((word) => `"${word}"`).join(' or '),
];

const integer = (least: number, needed: string): Reader => [
  (text) => (/^-?\d{1,16}$/.test(text) && Number.isSafeInteger(+text) && +text >= least ? +text : undefined),
  needed,
];

function readRatings(text: string): string[] | undefined {
  const words = text.split(/[\s,]+/).filter(Boolean);
  const isValid = words.length && new Set(words).size === words.length && words.every((word) => RATINGS.includes(word as Rating));
  return isValid ? words : undefined;
}

const READERS: Readonly<Record<keyof AttributeOptions, Reader>> = {
  conversationId: UUID,
  queryId: integer(Number.MIN_SAFE_INTEGER, 'an integer'),
  projectId: UUID,
  baseUrl: [readBaseUrl, URL_NEEDED],
  region: oneOf('eu', 'us'),
  source: [(text) => text, ''],
  locale: [(text) => findLanguage(text) && text, `one of en, ${LANGUAGES.join(', ')}, or own texts in strings`],
  theme: oneOf('auto', 'light', 'dark'),
  size: oneOf('sm', 'md'),
  ratings: [readRatings, 'one or more of "up neutral down", each once'],
  comment: oneOf('after-rating', 'always', 'off'),
  submitOn: oneOf('rating', 'send'),
  maxLength: integer(1, 'an integer of at least 1'),
  disabled: [(text) => text !== 'false', ''],
};

/** Every option of the element that an attribute sets. */
export const ATTRIBUTE_OPTIONS = Object.keys(READERS) as readonly (keyof AttributeOptions)[];

/** The attribute that sets an option. */
export const toAttribute = (option: string) => option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

const NAMES = ATTRIBUTE_OPTIONS.map((option) => [option, toAttribute(option)] as const);

/** What a tag's attributes say. */
export interface ReadAttributes {
  /** A wrong value that would send feedback to the wrong place, or nowhere, is its error. */
  readonly options: { readonly [Option in keyof AttributeOptions]: AttributeOptions[Option] | FeedbackError };
  /** Wrong values in whose place the default is used. */
  readonly warnings: readonly FeedbackError[];
}

/** Reads a tag's attributes, each under `prefix` and its name. A missing or empty one leaves the default. */
export function readAttributes(tag: { getAttribute(name: string): string | null }, prefix = ''): ReadAttributes {
  const options: Record<string, unknown> = {};
  const warnings: FeedbackError[] = [];
  for (const [option, attribute] of NAMES) {
    const name = prefix + attribute;
    const text = tag.getAttribute(name)?.trim();
    if (text == null || (text === '' && option !== 'disabled')) continue;
    const [read, needed] = READERS[option];
    const value = read(text);
    if (value !== undefined) options[option] = value;
    else if (/Id$|^baseUrl$|^region$/.test(option)) options[option] = configError(name, text, needed);
    else warnings.push(configError(name, text, needed));
  }
  return { options, warnings };
}

/** The text of an attribute for an option's value; null for none. */
export function toText(value: unknown): string | null {
  if (value == null || value === false) return null;
  // An object has no text, or one that throws.
  return value === true ? '' : Array.isArray(value) ? value.map(toText).join(' ') : typeof value === 'object' ? '[object]' : String(value);
}

/** Reads options that JavaScript gave, where attributes have their text, and with the same errors. */
export function readOptions(given: Readonly<Record<string, unknown>>): ReadAttributes {
  const byAttribute = own(Object.fromEntries(Object.entries(given).map(([option, value]) => [toAttribute(option), value])));
  return readAttributes({ getAttribute: (name) => toText(byAttribute[name]) });
}

/** Whether a text is one e-mail address that a header can carry. */
export const isEmail = (text: unknown) => typeof text === 'string' && /^[\x21-\x3f\x41-\x7e]+@[\x21-\x3f\x41-\x7e]+$/.test(text);

const isPath = (text: string) => /^\/(?![/\\])/.test(text);

/** Whether a base URL is of the page's own origin, where its server door is. */
export function isOwnOrigin(baseUrl = ''): boolean {
  return isPath(baseUrl) || (URL.canParse(baseUrl) && new URL(baseUrl).origin === globalThis.location?.origin);
}

/** The API's URL without a slash at its end; undefined for one that is not safe to send a token to. A server keeps a path as it is. */
function readBaseUrl(given: string): string | undefined {
  const origin = globalThis.location?.origin;
  if (isPath(given) && !origin) return given.replace(/\/+$/, '');
  const text = isPath(given) ? origin + given : given;
  if (!URL.canParse(text)) return undefined;
  const { protocol, hostname, username, password, search, hash, href } = new URL(text);
  const isLocal = /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
  const isSafe = protocol === 'https:' || (protocol === 'http:' && (isLocal || isOwnOrigin(text)));
  return isSafe && !(username || password || search || hash) ? href.replace(/\/+$/, '') : undefined;
}

/** Checks a project's options. Returns the URL of its feedbacks, ending in a slash, or throws a {@link FeedbackError} of kind `config`. */
export function readFeedbacksUrl({ projectId, region = 'eu', baseUrl }: ProjectOptions): string {
  const base = baseUrl ? readBaseUrl(baseUrl) : Object.hasOwn(HOSTS, region) && HOSTS[region];
  demand(
    checkUuid('projectId', projectId),
    check(base || !baseUrl, 'baseUrl', baseUrl, URL_NEEDED),
    check(base, 'region', region, READERS.region[1]),
  );
  // The server redirects a POST to a URL without the final slash, and the body is lost.
  return `${base}/projects/${projectId}/feedbacks/`;
}
