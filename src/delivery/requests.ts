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

/** What the deliveries of one client share. */
export interface ClientContext {
  readonly submitter: Submitter;
  readonly beforeSend?: BeforeSend | undefined;
  /** The person, where the host told who it is. */
  readonly userId?: string | undefined;
  /** Whom the API names as the author of this token's records, as `authorOf` tells it; null until a record or the host told it. */
  author: string | null;
  /** Ends with the session of the person who is signed in. */
  session: AbortController;
  readonly clock: Clock;
}

const PAGE = 100;
const MOST_LISTED = 1000;
const REDACTION_DEADLINE_MS = 10_000;

/** What the server returned. */
export interface Returned {
  readonly record?: FeedbackRecord;
  readonly records?: readonly FeedbackRecord[];
}

/** Makes a request for an answer. */
export async function send(request: Request, answer: Answer, context: ClientContext): Promise<Returned | FeedbackError> {
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
      if (!record) throw new TypeError('update() gave no record');
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
    // Someone else has signed in, in another tab: the feedback is not theirs.
    await submitter.remove(record.id, signal);
    return new FeedbackError('auth', `Given by ${email}, who is not the person of this page's userId.`);
  }
  if (!signal.aborted) context.author = authorOf(record) ?? context.author;
  return { record };
}

/** The records that the token may see, each once, and at most so many as the policy reads. */
export async function listAll({ submitter, session: { signal } }: ClientContext): Promise<FeedbackRecord[] | FeedbackError> {
  // Pages shift when a record is added or changed while they are read, so that one may come twice.
  const records = new Map<string, FeedbackRecord>();
  for (let offset = 0; offset < MOST_LISTED; offset += PAGE) {
    const page = await submitter.list({ limit: PAGE, offset }, signal);
    if (page instanceof FeedbackError) return page;
    for (const record of page.results) records.set(record.id.toLowerCase(), record);
    if (!page.next) break;
  }
  return [...records.values()];
}

/** The words of a feedback that may leave; null for none. */
export function redact(feedback: Feedback, { beforeSend, clock }: ClientContext): Promise<string | null> {
  return new Promise((resolve) => {
    let isOver = false;
    const end = (comment: string | null, problem?: string) => {
      if (!isOver && problem) console.error(`clarifeye-feedback: beforeSend ${problem}; the words are kept back.`);
      isOver = true;
      resolve(comment);
    };
    const cancel = clock.after(REDACTION_DEADLINE_MS, () => end(null, 'took 10 s'));
    Promise.resolve()
      .then(() => beforeSend?.(feedback))
      .then((allowed) => {
        if (!allowed) end(null);
        else if (typeof allowed.comment === 'string') end(allowed.comment.trim());
        else end(null, 'gave no comment');
      })
      .catch((error) => {
        end(null, 'failed');
        report(error);
      })
      .finally(cancel);
  });
}
