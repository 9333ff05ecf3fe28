import { init } from 'clarifeye-feedback/element';
import htmx from 'htmx.org';
import { getToken, streamAnswer } from './chat';
import { type Message, messages, mountPage, renderMessage, renderMessages } from './html';
import './page.css';

declare global {
  /** How htmx puts what it has loaded into the page. */
  var swap: 'innerHTML' | 'outerHTML' | 'innerMorph' | 'outerMorph';
}

init({ ...setting, getToken });

// The server of this page.
const { fetch } = globalThis;
globalThis.fetch = async (input, init) => {
  const [, id] = /\/chat\/([\w-]+)$/.exec(input instanceof Request ? input.url : String(input)) ?? [];
  if (!id) return fetch(input, init);
  const message = messages.find((one) => one.id === id);
  return new Response(message ? renderMessage(message) : renderMessages(), { headers: { 'content-type': 'text/html' } });
};

/** Loads the list, or a message of it. */
const load = (id: string) =>
  swap.startsWith('inner')
    ? htmx.ajax('GET', '/chat/list', { target: '#list', swap })
    : htmx.ajax('GET', `/chat/${id}`, { target: `#${id}`, swap });

async function answer(message: Message): Promise<void> {
  await htmx.ajax('GET', '/chat/list', { target: '#list', swap: 'innerMorph' });
  // As with hx-trigger="every 400ms".
  const polling = setInterval(() => load(message.id), 400);
  message.queryId = await streamAnswer((word) => {
    message.text += word;
  });
  clearInterval(polling);
  await load(message.id);
}

mountPage(answer);
globalThis.remount = () => mountPage(answer);
