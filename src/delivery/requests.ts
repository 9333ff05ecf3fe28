import {
  type Answer,
  authorOf,
  type BeforeSend,
  type Feedback,
  FeedbackError,
  type FeedbackRecord,
  isSameId,
  type Submitter,
} from '../domain/index.js';
import { type Clock, report } from '../platform/index.js';
import type { Request } from './entry.js';

/** What all deliveries of a client share. */
export interface ClientContext {
  readonly submitter: Submitter;
  readonly beforeSend?: BeforeSend | undefined;
  /** The id of the person, if the host has passed it. */
  readonly userId?: string | undefined;
  /** The author of this token's records, as `authorOf` names it; null until a record or the host has named it. */
  author: string | null;
  /** Aborted when the person signs out. */
  session: AbortController;
  readonly clock: Clock;
}

const PAGE_SIZE = 100;
const MAX_LISTED = 1000;
const REDACTION_DEADLINE_MS = 10_000;

/** What the server returned. */
export interface Returned {
  readonly record?: FeedbackRecord;
  readonly records?: readonly FeedbackRecord[];
}

/** Makes one request for an answer; never rejects. */
export async function send(request: Request, answer: Answer, context: ClientContext): Promise<Returned | FeedbackError> {
  try {
    return await sendWith(request, answer, context);
  } catch (thrown) {
    return toError(thrown);
  }
}

/** The error for what a submitter of the host threw. The one of this package never throws. */
export function toError(thrown: unknown): FeedbackError {
  report(thrown);
  return new FeedbackError('response', 'The submitter failed.');
}

async function sendWith(request: Request, answer: Answer, context: ClientContext): Promise<Returned | FeedbackError> {
  const { submitter, session } = context;
  const { signal } = session;
  switch (request.type) {
    case 'list': {
      const records = await listAll(context);
      return records instanceof FeedbackError ? records : { records };
    }
    case 'post':
      return post(request.feedback, answer, context);
    case 'patch': {
      const record = await submitter.update(request.id, request.changes, signal);
      if (!record) throw new TypeError('update() returned no record');
      return record instanceof FeedbackError ? record : { record };
    }
    default:
      return (await submitter.remove(request.id, signal)) ?? {};
  }
}

async function post(feedback: Feedback, answer: Answer, context: ClientContext): Promise<Returned | FeedbackError> {
  const { submitter, userId, session } = context;
  const { signal } = session;
  const record = await submitter.submit(answer, feedback, signal);
  if (record instanceof FeedbackError) return record;
  const { id, email } = record.given_by ?? {};
  if (userId && id && !isSameId(id, userId)) {
    // Someone else has signed in in another tab, and the feedback is not theirs.
    await submitter.remove(record.id, signal);
    return new FeedbackError('auth', `Given by ${email}, who is not the person of this page's userId.`);
  }
  if (!signal.aborted) context.author = authorOf(record) ?? context.author;
  return { record };
}

/** The records that the token may see: the latest 1,000, each once. */
export async function listAll({ submitter, session: { signal } }: ClientContext): Promise<FeedbackRecord[] | FeedbackError> {
  // A record that is added or changed meanwhile shifts the pages, so that another may come twice.
  const records = new Map<string, FeedbackRecord>();
  for (let offset = 0; offset < MAX_LISTED; offset += PAGE_SIZE) {
    const page = await submitter.list({ limit: PAGE_SIZE, offset }, signal);
    if (page instanceof FeedbackError) return page;
    for (const record of page.results) records.set(record.id.toLowerCase(), record);
    if (!page.next) break;
  }
  return [...records.values()];
}

/** Asks `beforeSend` which words of a feedback may leave; null for none, also if it throws or does not settle in time. */
export function redact(feedback: Feedback, { beforeSend, clock }: ClientContext): Promise<string | null> {
  return new Promise((resolve) => {
    let isOver = false;
    const end = (comment: string | null, problem?: string) => {
      if (!isOver && problem) console.error(`clarifeye-feedback: beforeSend ${problem}; the words are not sent.`);
      isOver = true;
      resolve(comment);
    };
    const cancel = clock.after(REDACTION_DEADLINE_MS, () => end(null, 'took over 10 s'));
    Promise.resolve()
      .then(() => beforeSend?.(feedback))
      .then((allowed) => {
        if (!allowed) end(null);
        else if (typeof allowed.comment === 'string') end(allowed.comment.trim());
        else end(null, 'returned no comment');
      })
      .catch((error) => {
        end(null, 'failed');
        report(error);
      })
      .finally(cancel);
  });
}
