import { isScript } from '../platform/index.js';

/** The region in which a project is hosted. */
export type Region = 'eu' | 'us';

interface Project {
  readonly projectId?: string | undefined;
  readonly region?: Region | undefined;
  readonly baseUrl?: string | undefined;
}

const isPath = (text: string) => /^\/(?![/\\])/.test(text);

/**
 * The origin of the page; undefined on a server. A frame of `about:blank` or `srcdoc` has that of the page around it, which its location does not tell:
 * https://html.spec.whatwg.org/multipage/webappapis.html#dom-origin. Elsewhere the location is asked, because a variable of the page may be called `origin`.
 */
export function originOfPage(): string | undefined {
  const origin = isScript ? location.origin : globalThis.location?.origin;
  return origin === 'null' ? globalThis.origin : origin;
}

/** The URL of a path on this page; on a server it stays a path. */
const toUrl = (baseUrl: string) => (isPath(baseUrl) ? (originOfPage() ?? '') + baseUrl : baseUrl);

/** Whether a base URL has the page's origin, where its server proxy is. */
export function isSameOrigin(baseUrl = ''): boolean {
  return isPath(baseUrl) || (URL.canParse(baseUrl) && new URL(baseUrl).origin === originOfPage());
}

/** Whether a value is a base URL to which a token can be sent safely. */
export function isBaseUrl(value: unknown): value is string {
  if (typeof value !== 'string') return false;
  const text = toUrl(value);
  if (isPath(text)) return true;
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password, search, hash } = new URL(text);
  const isLocal = /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
  const isSafe = protocol === 'https:' || (protocol === 'http:' && (isLocal || isSameOrigin(text)));
  return isSafe && !(username || password || search || hash);
}

/** The URL of a project's feedbacks. Without its final slash the server would redirect a POST, and the body would be lost. */
export function toFeedbacksUrl({ projectId, region = 'eu', baseUrl }: Project): string {
  const url = baseUrl ? toUrl(baseUrl) : `https://${region}.app.clarifeye.ai/api/v1`;
  const base = isPath(url) ? url : new URL(url).href;
  return `${base.replace(/\/+$/, '')}/projects/${projectId}/feedbacks/`;
}

/** Whether a text is a single email address that is valid in a header. */
export const isEmail = (text: unknown): text is string =>
  typeof text === 'string' && /^[\x21-\x3f\x41-\x7e]+@[\x21-\x3f\x41-\x7e]+$/.test(text);
