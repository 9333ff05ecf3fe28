import {
  ActionBarPrimitive,
  AssistantRuntimeProvider,
  BranchPickerPrimitive,
  ComposerPrimitive,
  MessagePrimitive,
  ThreadPrimitive,
  useAuiState,
  useLocalRuntime,
} from '@assistant-ui/react';
import { FeedbackWidget } from 'clarifeye-feedback/react';
import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import { model } from './assistant-ui-model';
import { CONVERSATION_ID, client } from './chat';
import './page.css';

function UserMessage() {
  return (
    <MessagePrimitive.Root className="question">
      <MessagePrimitive.Parts />
    </MessagePrimitive.Root>
  );
}

// #region
function Feedback() {
  const id = useAuiState(({ message }) => message.id);
  const queryId = useAuiState(({ message }) => message.metadata.custom['queryId'] as number | undefined);
  return <FeedbackWidget client={client} conversationId={CONVERSATION_ID} queryId={queryId} answerKey={id} layout="toolbar" />;
}

function AssistantMessage() {
  return (
    <MessagePrimitive.Root className="answer">
      <MessagePrimitive.Parts />
      <ActionBarPrimitive.Root className="bar">
        <BranchPickerPrimitive.Root hideWhenSingleBranch>
          <BranchPickerPrimitive.Previous>‹</BranchPickerPrimitive.Previous>
          <BranchPickerPrimitive.Number /> / <BranchPickerPrimitive.Count />
          <BranchPickerPrimitive.Next>›</BranchPickerPrimitive.Next>
        </BranchPickerPrimitive.Root>
        <ActionBarPrimitive.Copy>Copy</ActionBarPrimitive.Copy>
        <Feedback />
        <ActionBarPrimitive.Reload>Regenerate</ActionBarPrimitive.Reload>
      </ActionBarPrimitive.Root>
    </MessagePrimitive.Root>
  );
}

// #endregion

function Thread() {
  return (
    <ThreadPrimitive.Root asChild>
      <main>
        <ThreadPrimitive.Viewport className="list">
          <ThreadPrimitive.Messages components={{ UserMessage, AssistantMessage }} />
        </ThreadPrimitive.Viewport>
        <ComposerPrimitive.Root>
          <ComposerPrimitive.Input aria-label="Message" rows={1} />
          <ComposerPrimitive.Send>Send message</ComposerPrimitive.Send>
        </ComposerPrimitive.Root>
      </main>
    </ThreadPrimitive.Root>
  );
}

function App() {
  const runtime = useLocalRuntime(model);
  const [count, setCount] = useState(0);
  globalThis.remount = () => setCount(count + 1);
  return (
    <AssistantRuntimeProvider runtime={runtime}>
      <Thread key={count} />
    </AssistantRuntimeProvider>
  );
}

createRoot(document.querySelector('#root') as HTMLElement).render(<App />);
