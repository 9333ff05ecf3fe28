import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { FeedbackPage, FeedbackRecord } from '../src/feedback';
import { toRating } from '../src/feedback';
import { RatingIcon } from '../src/widget/icons';
import { REVIEWER_TOKEN } from './setting';

const records = signal<readonly FeedbackRecord[]>([]);
const problem = signal('');
const POLL_MS = 1000;
const LABELS = { up: 'Good', neutral: 'Neutral', down: 'Bad' } as const;

/** Asks the API, as a reviewer would, for what it holds now. */
async function refresh(feedbacksUrl: string): Promise<void> {
  try {
    const response = await fetch(`${feedbacksUrl}?limit=50`, { headers: { authorization: `Bearer ${REVIEWER_TOKEN}` } });
    const page = (await response.json()) as FeedbackPage;
    problem.value = response.ok ? '' : `The API answered ${response.status}.`;
    if (response.ok) records.value = page.results;
  } catch {
    problem.value = 'The API does not answer.';
  }
}

/** The records that the API holds, as they change. */
export function Inbox({ feedbacksUrl }: { feedbacksUrl: string }) {
  useEffect(() => {
    void refresh(feedbacksUrl);
    const timer = setInterval(() => document.visibilityState === 'visible' && void refresh(feedbacksUrl), POLL_MS);
    return () => clearInterval(timer);
  }, [feedbacksUrl]);

  return (
    <section class="panel inbox" aria-labelledby="inbox-title">
      <h2 id="inbox-title">
        Inbox <span class="count">{records.value.length}</span>
      </h2>
      <p class="hint">{problem.value || 'What the project has received, straight from the API.'}</p>
      <ul>
        {records.value.map((record) => (
          <Entry key={record.id} record={record} />
        ))}
      </ul>
    </section>
  );
}

function Entry({ record }: { record: FeedbackRecord }) {
  const rating = toRating(record.is_positive);
  return (
    <li class={`entry entry-${rating}`}>
      <RatingIcon rating={rating} />
      <div>
        <p class="entry-head">
          <strong>{LABELS[rating]}</strong> · {record.given_by.email}
        </p>
        {record.feedback && <p class="entry-words">{record.feedback}</p>}
        <p class="entry-about">
          {record.conversation_title || record.context.conversation_id} · answer {record.context.query_id}
          {record.user_message && <> · “{record.user_message}”</>}
        </p>
      </div>
    </li>
  );
}
