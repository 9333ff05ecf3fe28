import type { Feedback } from '../domain/index.js';
import { assumeUncertain, type Entry, isConfirmed, type Request, type Wanted } from './entry.js';
import type { State, Step } from './state.js';

/** What is to be done next; null for nothing. */
export function nextStep({ entry: stored, session }: State, author: string | null): Step | null {
  if (session.stoppedBy) return null;
  const entry = assumeUncertain(stored);
  const { wanted, record, unresolved, recheck, duplicates } = entry;
  if (unresolved) return unresolved;
  if (recheck && (session.mustAsk || session.recheckDue)) return 'list';
  if (duplicates.length) return 'deleteDuplicate';
  if (isConfirmed(entry)) return null;
  if (!record) return 'post';
  // A record that is not known to be this person's is neither changed nor deleted.
  if (!record.isMine || !record.id) return author ? 'list' : 'post';
  return wanted ? 'patch' : 'delete';
}

/** The feedback whose words a step would send for the first time; null for none. */
export function newWords(step: Step, entry: Entry): Feedback | null {
  const { rating, comment } = aimOf(entry);
  const isNew = step === 'post' || (step === 'patch' && comment !== entry.record?.comment);
  return comment && isNew ? { rating, comment } : null;
}

/** The request for a step, with the words that may leave; null for none, so that those on record stay. */
export function toRequest(type: Step, entry: Entry, comment: string | null): Request {
  const { record, duplicates } = entry;
  const { rating } = aimOf(entry);
  if (type === 'list') return { type };
  if (type === 'post') return { type, feedback: { rating, comment: comment ?? '' } };
  const id = (type === 'deleteDuplicate' ? duplicates[0] : record?.id) ?? '';
  if (type !== 'patch') return { type, id };
  const changes = {
    ...(rating === record?.rating ? {} : { rating }),
    ...(comment === null || comment === record?.comment ? {} : { comment }),
  };
  return { type, id, changes };
}

/** With nothing wanted it is posted only to learn who the author is, so that the record that may have been committed is found and deleted. */
export const aimOf = ({ wanted, posted }: Entry): Wanted => wanted ?? posted ?? { rating: 'neutral', comment: '' };
