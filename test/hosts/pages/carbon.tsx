import {
  CarbonTheme,
  ChatCustomElement,
  type ChatInstance,
  type MessageRequest,
  MessageResponseTypes,
  type RenderCustomMessageFooter,
} from '@carbon/ai-chat';
import { FeedbackWidget } from 'clarifeye-feedback/react';
import { useState, useSyncExternalStore } from 'react';
import { createRoot } from 'react-dom/client';
import { CONVERSATION_ID, client, streamAnswer } from './chat';
import './carbon.css';

/** The query ids of the answers, by the id of their message. */
const queryIds = new Map<string, number>();
const listeners = new Set<() => void>();

function setQueryId(id: string, queryId: number): void {
  queryIds.set(id, queryId);
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

// #region
function Feedback({ id }: { id: string }) {
  const queryId = useSyncExternalStore(subscribe, () => queryIds.get(id));
  return <FeedbackWidget client={client} conversationId={CONVERSATION_ID} queryId={queryId} answerKey={id} />;
}

const renderFooter: RenderCustomMessageFooter = (_, { id = '' }) => <Feedback id={id} />;

// #endregion

async function answer(request: MessageRequest, _: object, { messaging }: ChatInstance): Promise<void> {
  if (!request.input.text) return;
  const id = crypto.randomUUID();
  const item = (text: string) => ({
    response_type: MessageResponseTypes.TEXT,
    text,
    streaming_metadata: { id: '1' },
    message_item_options: { custom_footer_slot: { is_on: true, slot_name: `feedback-${id}` } },
  });
  let text = '';
  const queryId = await streamAnswer((word) => {
    text += word;
    messaging.addMessageChunk({ partial_item: item(word), streaming_metadata: { response_id: id } } as never);
  });
  messaging.addMessageChunk({ complete_item: item(text), streaming_metadata: { response_id: id } } as never);
  messaging.addMessageChunk({ final_response: { id, output: { generic: [item(text)] } } } as never);
  setQueryId(id, queryId);
}

function App() {
  const [isShown, setShown] = useState(true);
  // The chat loses its messages with its component, so a page hides it.
  globalThis.remount = () => {
    setShown(false);
    setTimeout(() => setShown(true), 50);
  };
  return (
    <div className="frame" hidden={!isShown}>
      <ChatCustomElement
        className="chat"
        openChatByDefault
        injectCarbonTheme={isDark ? CarbonTheme.G100 : CarbonTheme.WHITE}
        messaging={{ customSendMessage: answer, skipWelcome: true }}
        launcher={{ isOn: false }}
        renderCustomMessageFooter={renderFooter}
      />
    </div>
  );
}

createRoot(document.querySelector('#root') as HTMLElement).render(<App />);
