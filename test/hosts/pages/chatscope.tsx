import { ChatContainer, MainContainer, Message, MessageInput, MessageList } from '@chatscope/chat-ui-kit-react';
import '@chatscope/chat-ui-kit-styles/dist/default/styles.min.css';
import { FeedbackWidget } from 'clarifeye-feedback/react';
import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import { CONVERSATION_ID, client, streamAnswer } from './chat';
import './chatscope.css';

interface Line {
  readonly id: string;
  readonly text: string;
  readonly isAnswer: boolean;
  readonly queryId?: number;
}

/** What outlives the chat, as a store does. */
let lines: readonly Line[] = [];
let draw = () => {};

function change(id: string, part: Partial<Line>): void {
  lines = lines.map((line) => (line.id === id ? { ...line, ...part } : line));
  draw();
}

async function send(text: string): Promise<void> {
  const id = crypto.randomUUID();
  lines = [...lines, { id: crypto.randomUUID(), text, isAnswer: false }, { id, text: '', isAnswer: true }];
  let answer = '';
  const queryId = await streamAnswer((word) => {
    answer += word;
    change(id, { text: answer });
  });
  change(id, { queryId });
}

function Chat() {
  const [, setCount] = useState(0);
  draw = () => setCount((count) => count + 1);
  return (
    <MainContainer>
      <ChatContainer>
        <MessageList>
          {lines.map(({ id, text, isAnswer, queryId }) => (
            // #region
            <Message key={id} model={{ message: text, direction: isAnswer ? 'incoming' : 'outgoing', position: 'single' }}>
              {isAnswer && (
                <Message.Footer>
                  <FeedbackWidget client={client} conversationId={CONVERSATION_ID} queryId={queryId} answerKey={id} size="sm" />
                </Message.Footer>
              )}
            </Message>
            // #endregion
          ))}
        </MessageList>
        <MessageInput attachButton={false} placeholder="Message" onSend={(_, text) => send(text)} />
      </ChatContainer>
    </MainContainer>
  );
}

const mount = () => {
  const root = createRoot(document.querySelector('#root') as HTMLElement);
  root.render(<Chat />);
  return root;
};
let root = mount();
globalThis.remount = () => {
  root.unmount();
  root = mount();
};
