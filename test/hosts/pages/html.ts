import { CONVERSATION_ID } from './chat';

/** An answer with its question, as a server keeps them. */
export interface Message {
  readonly id: string;
  readonly question: string;
  text: string;
  queryId?: number;
}

export const messages: Message[] = [];

// #region
const widget = ({ id, queryId }: Message) =>
  `<clarifeye-feedback conversation-id="${CONVERSATION_ID}" answer-key="${id}" ${queryId === undefined ? '' : `query-id="${queryId}"`} layout="toolbar"></clarifeye-feedback>`;
// #endregion

/** The HTML that a server sends for one answer. */
export const renderMessage = (message: Message): string => `<div id="${message.id}">
    <p class="question">${message.question}</p>
    <article class="answer">
      <p>${message.text}</p>
      <div class="bar"><button type="button">Copy</button>${widget(message)}</div>
    </article>
  </div>`;

export const renderMessages = (): string => messages.map(renderMessage).join('');

/** Draws the page, and calls back with each new message. */
export function mountPage(onMessage: (message: Message) => void): void {
  const root = document.querySelector('#root') as HTMLElement;
  root.innerHTML = `<main>
    <div id="list" class="list">${renderMessages()}</div>
    <form><input aria-label="Message"><button>Send message</button></form>
  </main>`;
  const form = root.querySelector('form') as HTMLFormElement;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const message = { id: `message-${messages.length}`, question: root.querySelector('input')?.value ?? '', text: '' };
    messages.push(message);
    form.reset();
    onMessage(message);
  });
}
