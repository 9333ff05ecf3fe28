import { type FeedbackRecord, isObject, isSameId, isUuid } from '../domain/index.js';
import { isEmail } from '../options/index.js';
import { isDeadlineError, withDeadline } from '../platform/index.js';
import { fail, refuse } from './refusal.js';

/** The person who is signed in on the host's page. */
export interface Visitor {
  /** The email address under which the Clarifeye project knows the person. */
  readonly email: string;
  /** The person's id as `given_by` names it, if the host knows it. */
  readonly userId?: string | null | undefined;
}

/** What is returned in place of null may be a function that lacks a `return`, and may be meant. */
const toReason = (nobody: unknown) =>
  nobody === null
    ? 'Nobody is signed in.'
    : `authorize() returned ${nobody === '' ? 'an empty text' : nobody}, so nobody is signed in: return { email } of the visitor, or null.`;

/** Whether nobody is signed in because `authorize` has returned something else than null. */
export const isOddReturn = (reason: string): boolean => reason.startsWith('authorize() returned') && reason.includes('nobody is signed in');

/** Asks the host who sent a request. `authorize` gets a copy without the body, which only the proxy reads. */
export async function readVisitor(
  authorize: (request: Request) => Visitor | null | Promise<Visitor | null>,
  { url, method, headers }: Request,
  timeoutMs: number,
): Promise<Visitor> {
  const asked = Promise.resolve().then(() => authorize(new Request(url, { method, headers })));
  const visitor = await withDeadline(timeoutMs, asked).catch((error) => {
    throw isDeadlineError(error) ? fail('authorize() did not answer in time.') : fail('authorize() has thrown.', error);
  });
  if (!visitor) throw refuse(401, 'Sign in first.', 'refused', { reason: toReason(visitor) });
  const { email, userId } = visitor;
  if (!isEmail(email)) throw fail(`authorize() returned no usable email (${describe(visitor)}), needs { email } of the visitor, or null.`);
  if (userId && !isUuid(userId))
    throw fail('authorize() returned a userId that is no UUID, needs the id of the person as given_by names it, or none.');
  return { email, userId };
}

/** What was returned in place of a visitor, without any of its values. */
function describe(given: unknown): string {
  if (Array.isArray(given)) return 'a list';
  if (!isObject(given)) return `a ${typeof given}`;
  if ('email' in given && given['email'] == null) return `an object whose email is ${given['email']}`;
  if (given['email'] == null) return `an object without email (${Object.keys(given).join(', ') || 'it is empty'})`;
  if (typeof given['email'] !== 'string') return `an email of type ${typeof given['email']}`;
  if (given['email'] === '') return 'an empty text';
  return /[^\x20-\x7e]/.test(String(given['email'])) ? 'an address with characters outside of ASCII' : 'not an address alone';
}

/** Whether the visitor is the author of a record: by id if both ids are known, else by email. */
export function isAuthor({ email, userId }: Visitor, { given_by }: FeedbackRecord): boolean {
  return userId && given_by?.id ? isSameId(given_by.id, userId) : isSameEmail(given_by?.email, email);
}

/** Whether both are the same ASCII address. With other letters the API may compare differently, and it could be another person's. */
export const isSameEmail = (one: unknown, other: string) => isEmail(one) && String(one).toLowerCase() === other.toLowerCase();
