import { attach, init } from 'clarifeye-feedback/element';
import 'deep-chat';
import type { DeepChat } from 'deep-chat';
import { CONVERSATION_ID, getToken, streamAnswer } from './chat';
import './whole-window.css';

init({ ...setting, getToken });

/** The ids of the answers, in the order in which the chat shows them. */
const answers: { conversationId: string; answerKey: string; queryId?: number }[] = [];

const palette = isDark
  ? { background: '#111827', color: '#e5e7eb', bubble: '#1f2937' }
  : { background: '#fff', color: '#111827', bubble: '#e4e6eb' };

function mount(history: { role: string; text: string }[] = []): DeepChat {
  const chat = document.createElement('deep-chat');
  chat.history = history;
  chat.messageStyles = { default: { ai: { bubble: { backgroundColor: palette.bubble, color: palette.color, maxWidth: '85%' } } } };
  chat.auxiliaryStyle = 'clarifeye-feedback { margin-inline: 20px }';
  chat.textInput = {
    placeholder: { text: 'Message' },
    styles: { container: { backgroundColor: palette.background, color: palette.color }, text: { color: palette.color } },
  };
  chat.connect = {
    stream: true,
    async handler(_, signals) {
      const answer: (typeof answers)[number] = { conversationId: CONVERSATION_ID, answerKey: crypto.randomUUID() };
      answers.push(answer);
      signals.onOpen();
      answer.queryId = await streamAnswer((text) => signals.onResponse({ text }));
      signals.onClose();
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
  attach('.outer-message-container:has(.ai-message-text)', {
    root,
    ids: (message) => answers[[...root.querySelectorAll('.outer-message-container:has(.ai-message-text)')].indexOf(message)] ?? null,
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
