import ReactWebChat, { createStore } from 'botframework-webchat';
import { FeedbackWidget } from 'clarifeye-feedback/react';
import { type ReactNode, useMemo, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { CONVERSATION_ID, client, streamAnswer } from './chat';
import './botframework.css';

interface Activity {
  readonly id: string;
  readonly type: string;
  readonly from: { readonly id: string; readonly role: string };
  readonly text?: string;
  readonly timestamp: string;
  readonly channelData?: object;
}

type Observer = { next?: (value: unknown) => void } | ((value: unknown) => void);

/** An observable that first tells each observer the values that it was made with. */
function createSubject(...told: unknown[]) {
  const observers = new Set<(value: unknown) => void>();
  return {
    next(value: unknown) {
      for (const observer of observers) observer(value);
    },
    subscribe(observer: Observer) {
      const next = typeof observer === 'function' ? observer : (value: unknown) => observer.next?.(value);
      for (const value of told) next(value);
      observers.add(next);
      return { unsubscribe: () => observers.delete(next) };
    },
  };
}

/** Direct Line without a server: it streams with the livestreaming of channelData, and gives the messages of the conversation to a chat that connects. */
function createDirectLine() {
  const live = createSubject();
  const messages: Partial<Activity>[] = [];
  const activity$ = {
    subscribe(observer: Observer) {
      createSubject(...messages).subscribe(observer);
      return live.subscribe(observer);
    },
  };
  let sequence = 0;
  const tell = (activity: Partial<Activity>): string => {
    const id = activity.id ?? `activity-${++sequence}`;
    const told = { timestamp: new Date().toISOString(), from: { id: 'bot', role: 'bot' }, type: 'message', ...activity, id };
    if (told.type === 'message') messages.push(told);
    live.next(told);
    return id;
  };
  const answer = async () => {
    let text = '';
    let streamId: string | undefined;
    let streamSequence = 0;
    const queryId = await streamAnswer((word) => {
      text += word;
      const channelData = { streamType: 'streaming', streamSequence: ++streamSequence, ...(streamId && { streamId }) };
      const id = tell({ type: 'typing', text, channelData });
      streamId ??= id;
    });
    tell({ text, channelData: { streamType: 'final', streamId, queryId } });
  };
  return {
    activity$,
    connectionStatus$: createSubject(0, 1, 2),
    postActivity(activity: Activity) {
      const posted = createSubject();
      queueMicrotask(() => {
        posted.next(tell({ ...activity, from: { ...activity.from, role: 'user' } }));
        if (activity.type === 'message') answer();
      });
      return posted;
    },
    end() {},
  };
}

const directLine = createDirectLine();

// #region
type Next = (...args: [{ activity: Activity & { channelData?: { queryId?: number; streamId?: string } } }, ...unknown[]]) => unknown;

/** Puts the widget below what the chat draws for a message of the bot. */
const withFeedback =
  () =>
  (next: Next) =>
  (...args: Parameters<Next>) => {
    const draw = next(...args) as ((...parts: unknown[]) => ReactNode) | false;
    const [{ activity }] = args;
    const { queryId, streamId } = activity.channelData ?? {};
    if (!draw || activity.from.role !== 'bot' || !activity.text) return draw;
    return (...parts: unknown[]) => (
      <div className="rated">
        {draw(...parts)}
        <FeedbackWidget client={client} conversationId={CONVERSATION_ID} queryId={queryId} answerKey={streamId ?? activity.id} />
      </div>
    );
  };

// #endregion

const styleOptions = isDark
  ? {
      backgroundColor: '#111827',
      bubbleBackground: '#1f2937',
      bubbleTextColor: '#e5e7eb',
      sendBoxBackground: '#1f2937',
      sendBoxTextColor: '#e5e7eb',
      subtle: '#9ca3af',
      hideUploadButton: true,
    }
  : { hideUploadButton: true };

function App() {
  const [count, setCount] = useState(0);
  globalThis.remount = () => setCount(count + 1);
  const middleware = useMemo(withFeedback, []);
  const store = useMemo(() => createStore(), [count]);
  return (
    <ReactWebChat
      key={count}
      directLine={directLine as never}
      store={store}
      activityMiddleware={(() => middleware) as never}
      styleOptions={styleOptions}
      dir={(document.documentElement.dir || 'ltr') as 'ltr' | 'rtl'}
      userID="person"
    />
  );
}

createRoot(document.querySelector('#root') as HTMLElement).render(<App />);
