import {
  ActionBarPrimitive,
  AssistantRuntimeProvider,
  ComposerPrimitive,
  type FeedbackAdapter,
  MessagePrimitive,
  ThreadPrimitive,
  useAuiState,
  useLocalRuntime,
} from '@assistant-ui/react';
import { useFeedback } from 'clarifeye-feedback/react';
import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import { model } from './assistant-ui-model';
import { CONVERSATION_ID, client } from './chat';
import './page.css';

// #region
const refOf = (id: string, queryId: unknown) => ({
  conversationId: CONVERSATION_ID,
  queryId: queryId as number | undefined,
  answerKey: id,
});

const feedback: FeedbackAdapter = {
  // assistant-ui calls it on every press; the same rating again changes nothing.
  submit({ message, type }) {
    client.answer(refOf(message.id, message.metadata.custom['queryId'])).rate(type === 'positive' ? 'up' : 'down');
  },
};

function Thumbs() {
  const id = useAuiState(({ message }) => message.id);
  const queryId = useAuiState(({ message }) => message.metadata.custom['queryId']);
  // Follows the answer from its key to its query id, and tells what is on record.
  const { rating, phase } = useFeedback(client, refOf(id, queryId)).state;
  return (
    <>
      <ActionBarPrimitive.FeedbackPositive aria-pressed={rating === 'up'}>Good</ActionBarPrimitive.FeedbackPositive>
      <ActionBarPrimitive.FeedbackNegative aria-pressed={rating === 'down'}>Bad</ActionBarPrimitive.FeedbackNegative>
      <output>{phase}</output>
    </>
  );
}
// #endregion

function AssistantMessage() {
  return (
    <MessagePrimitive.Root className="answer">
      <MessagePrimitive.Parts />
      <ActionBarPrimitive.Root className="bar">
        <Thumbs />
      </ActionBarPrimitive.Root>
    </MessagePrimitive.Root>
  );
}

function Thread() {
  return (
    <ThreadPrimitive.Root>
      <ThreadPrimitive.Viewport>
        <ThreadPrimitive.Messages components={{ UserMessage: () => <MessagePrimitive.Parts />, AssistantMessage }} />
      </ThreadPrimitive.Viewport>
      <ComposerPrimitive.Root>
        <ComposerPrimitive.Input aria-label="Message" rows={1} />
        <ComposerPrimitive.Send>Send message</ComposerPrimitive.Send>
      </ComposerPrimitive.Root>
    </ThreadPrimitive.Root>
  );
}

function App() {
  const runtime = useLocalRuntime(model, { adapters: { feedback } });
  const [count, setCount] = useState(0);
  globalThis.remount = () => setCount(count + 1);
  return (
    <AssistantRuntimeProvider runtime={runtime}>
      <Thread key={count} />
    </AssistantRuntimeProvider>
  );
}

createRoot(document.querySelector('#root') as HTMLElement).render(<App />);
