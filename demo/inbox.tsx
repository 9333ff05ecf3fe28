import { computed, signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { FeedbackPage, FeedbackRecord } from '../src/domain/feedback';
import { toRating } from '../src/domain/feedback';
import { english } from '../src/i18n/strings';
import { drawIcon } from '../src/widget/icons';

const records = signal<readonly FeedbackRecord[]>([]);
const problem = signal('');
/** How many records the API holds. */
export const recordCount = computed(() => records.value.length);
const POLL_MS = 1000;

type Load = () => Promise<Response>;

async function refresh(load: Load): Promise<void> {
  try {
    const response = await load();
    const page = (await response.json()) as FeedbackPage;
    problem.value = response.ok ? '' : `The API answered ${response.status}.`;
    if (response.ok) records.value = page.results;
  } catch {
    problem.value = 'The API does not answer.';
  }
}

/** Keeps the records of the inbox at what the API holds. */
export function useRecords(load: Load): void {
  useEffect(() => {
    void refresh(load);
    const timer = setInterval(() => document.visibilityState === 'visible' && void refresh(load), POLL_MS);
    return () => clearInterval(timer);
  }, [load]);
}

/** The question that was asked in this page. */
type QuestionOf = (conversationId: string, queryId: number) => string | undefined;

/** The records that the API holds, as they change. */
export function Inbox({ questionOf }: { questionOf: QuestionOf }) {
  return (
    <section class="panel inbox" aria-labelledby="inbox-title">
      <h2 id="inbox-title">
        Inbox <span class="count">{recordCount.value}</span>
      </h2>
      <p class="hint">
        {problem.value ||
          (records.value.length
            ? 'What the project has received.'
            : `Nothing yet. Rate an answer, and its record appears here.${import.meta.env.PROD ? ' The API is simulated: nothing leaves this page.' : ''}`)}
      </p>
      <ul>
        {records.value.map((record) => (
          <Entry key={record.id} record={record} questionOf={questionOf} />
        ))}
      </ul>
    </section>
  );
}

function Entry({ record, questionOf }: { record: FeedbackRecord; questionOf: QuestionOf }) {
  const rating = toRating(record.is_positive);
  const question = questionOf(record.context.conversation_id ?? '', record.context.query_id ?? 0) ?? record.user_message;
  return (
    <li class={`entry entry-${rating}`}>
      {drawIcon(rating, false)}
      <div>
        <p class="entry-head">
          <strong>{english[rating]}</strong> · {record.given_by?.email}
        </p>
        {record.feedback && <p class="entry-words">{record.feedback}</p>}
        <p class="entry-about">
          {record.conversation_title || record.context.conversation_id} · answer {(record.context.query_id ?? 0) + 1}
          {question && <> · “{question}”</>}
        </p>
      </div>
    </li>
  );
}
