import { attach, init } from 'clarifeye-feedback/element';
import 'deep-chat';
import type { DeepChat } from 'deep-chat';
import { CONVERSATION_ID, getToken, streamAnswer } from './chat';
import './whole-window.css';

init({ ...setting, getToken });

interface Answer {
  readonly conversationId: string;
  readonly answerKey: string;
  queryId?: number;
}

/** The answers of the conversation, which a real page would store with it. */
const answers: Answer[] = [];
/** The answer that is on its way. */
let streaming: Answer | null = null;
/** Those of a history that the chat is about to show. */
let restored: Answer[] = [];

const palette = isDark
  ? { background: '#111827', color: '#e5e7eb', bubble: '#1f2937' }
  : { background: '#fff', color: '#111827', bubble: '#e4e6eb' };

function mount(history: { role: string; text: string }[] = []): DeepChat {
  const chat = document.createElement('deep-chat');
  chat.history = history;
  restored = [...answers];
  chat.messageStyles = { default: { ai: { bubble: { backgroundColor: palette.bubble, color: palette.color, maxWidth: '85%' } } } };
  chat.auxiliaryStyle = 'clarifeye-feedback { margin-inline: 20px }';
  chat.textInput = {
    placeholder: { text: 'Message' },
    styles: { container: { backgroundColor: palette.background, color: palette.color }, text: { color: palette.color } },
  };
  chat.connect = {
    stream: true,
    async handler(_, signals) {
      const answer: Answer = { conversationId: CONVERSATION_ID, answerKey: crypto.randomUUID() };
      streaming = answer;
      signals.onOpen();
      answer.queryId = await streamAnswer((text) => signals.onResponse({ text }));
      answers.push(answer);
      signals.onClose();
      streaming = null;
    },
  };
  document.querySelector('#root')?.append(chat);
  Object.assign(chat.style, {
    width: '100%',
    height: '100%',
    border: '0',
    borderRadius: '0',
    backgroundColor: palette.background,
    color: palette.color,
  });
  const root = chat.shadowRoot as ShadowRoot;
  // #region
  const answerOf = new WeakMap<Element, Answer | null>();
  attach('.outer-message-container:has(.ai-message-text)', {
    root,
    ids(message) {
      // A new message is the answer that streams, or the next one of the history. An intro message is none.
      if (!answerOf.has(message)) answerOf.set(message, streaming ?? restored.shift() ?? null);
      return answerOf.get(message) ?? null;
    },
  });
  // #endregion
  return chat;
}

let chat = mount();
globalThis.remount = () => {
  const history = chat.getMessages().map(({ role = 'ai', text = '' }) => ({ role, text }));
  chat.remove();
  chat = mount(history);
};
