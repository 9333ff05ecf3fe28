import { Chat, useChat } from '@ai-sdk/react';
import type { ChatTransport, UIMessage } from 'ai';
import { FeedbackWidget } from 'clarifeye-feedback/react';
import { type FormEvent, useRef } from 'react';
import { createRoot } from 'react-dom/client';
import { Virtuoso } from 'react-virtuoso';
import { Streamdown } from 'streamdown';
import { CONVERSATION_ID, client, streamAnswer } from './chat';
import './page.css';

type Message = UIMessage<{ queryId?: number }>;

const transport: ChatTransport<Message> = {
  async sendMessages() {
    return new ReadableStream({
      async start(controller) {
        controller.enqueue({ type: 'start', messageId: crypto.randomUUID() });
        controller.enqueue({ type: 'text-start', id: 'text' });
        const queryId = await streamAnswer((delta) => controller.enqueue({ type: 'text-delta', id: 'text', delta }));
        controller.enqueue({ type: 'text-end', id: 'text' });
        controller.enqueue({ type: 'finish', messageMetadata: { queryId } });
        controller.close();
      },
    });
  },
  reconnectToStream: async () => null,
};

const chat = new Chat<Message>({ id: CONVERSATION_ID, transport });

const textOf = ({ parts }: Message) => parts.map((part) => (part.type === 'text' ? part.text : '')).join('');

// #region
function Answer({ message, isLast }: { message: Message; isLast: boolean }) {
  const { status, regenerate } = useChat({ chat });
  const isStreaming = isLast && status === 'streaming';
  return (
    <article className="answer">
      <Streamdown>{textOf(message)}</Streamdown>
      <div className="bar">
        <button type="button">Copy</button>
        <FeedbackWidget
          client={client}
          conversationId={CONVERSATION_ID}
          queryId={message.metadata?.queryId}
          answerKey={message.id}
          layout="toolbar"
        />
        {isLast && !isStreaming && (
          <button type="button" onClick={() => regenerate({ messageId: message.id })}>
            Regenerate
          </button>
        )}
      </div>
    </article>
  );
}

// #endregion

function App() {
  const { messages, sendMessage } = useChat({ chat });
  const input = useRef<HTMLInputElement>(null);
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (input.current) sendMessage({ text: input.current.value });
    if (input.current) input.current.value = '';
  };
  return (
    <main>
      <Virtuoso
        className="list"
        data={messages}
        followOutput="auto"
        computeItemKey={(_, { id }) => id}
        itemContent={(index, message) =>
          message.role === 'user' ? (
            <p className="question">{textOf(message)}</p>
          ) : (
            <Answer message={message} isLast={index === messages.length - 1} />
          )
        }
      />
      <form onSubmit={send}>
        <input ref={input} aria-label="Message" />
        <button type="submit">Send message</button>
      </form>
    </main>
  );
}

const mount = () => {
  const root = createRoot(document.querySelector('#root') as HTMLElement);
  root.render(<App />);
  return root;
};
let root = mount();
globalThis.remount = () => {
  root.unmount();
  root = mount();
};
