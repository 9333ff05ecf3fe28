import * as Turbo from '@hotwired/turbo';
import { init } from 'clarifeye-feedback/element';
import { getToken, streamAnswer } from './chat';
import { type Message, mountPage, renderMessage, renderMessages } from './html';
import './page.css';

init({ ...setting, getToken });

/** A stream of the server, which morphs what it replaces. */
const replace = (target: string, html: string) =>
  Turbo.renderStreamMessage(`<turbo-stream action="replace" method="morph" target="${target}"><template>${html}</template></turbo-stream>`);

/** As a page refresh does. */
const replaceList = () => replace('list', `<div id="list" class="list">${renderMessages()}</div>`);

async function answer(message: Message): Promise<void> {
  replaceList();
  message.queryId = await streamAnswer((word) => {
    message.text += word;
    if (message.text.length % 3) replace(message.id, renderMessage(message));
    else replaceList();
  });
  replaceList();
}

mountPage(answer);
globalThis.remount = () => mountPage(answer);
