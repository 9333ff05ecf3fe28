import { attach, init } from 'clarifeye-feedback/element';
import { type Message, register, type VueAdvancedChat } from 'vue-advanced-chat';
import { CONVERSATION_ID, getToken, streamAnswer } from './chat';
import './whole-window.css';

init({ ...setting, getToken });
register();

const PERSON = 'person';
const ASSISTANT = 'assistant';
const ROOM = {
  roomId: CONVERSATION_ID,
  roomName: 'Assistant',
  avatar: '',
  users: [
    { _id: PERSON, username: 'You', avatar: '', status: { state: 'online', lastChanged: '' } },
    { _id: ASSISTANT, username: 'Assistant', avatar: '', status: { state: 'online', lastChanged: '' } },
  ],
};

let messages: readonly Message[] = [];
const queryIds = new Map<string, number>();
let chat: VueAdvancedChat;

function add(senderId: string, content: string): string {
  const _id = `m${crypto.randomUUID()}`;
  messages = [...messages, { _id, senderId, content, date: 'Today', timestamp: '10:00' }];
  chat.messages = messages as never;
  return _id;
}

function write(id: string, content: string): void {
  messages = messages.map((message) => (message._id === id ? { ...message, content } : message));
  chat.messages = messages as never;
}

function mount(): VueAdvancedChat {
  const element = document.createElement('vue-advanced-chat') as unknown as VueAdvancedChat & HTMLElement;
  Object.assign(element, {
    height: '100vh',
    currentUserId: PERSON,
    rooms: [ROOM],
    roomsLoaded: true,
    messages,
    messagesLoaded: true,
    singleRoom: true,
    showFiles: false,
    showAudio: false,
    theme: isDark ? 'dark' : 'light',
    roomId: ROOM.roomId,
  });
  element.addEventListener('send-message', async (event) => {
    const [{ content }] = (event as CustomEvent<[{ content: string }]>).detail;
    add(PERSON, content);
    const id = add(ASSISTANT, '…');
    let answer = '';
    queryIds.set(
      id,
      await streamAnswer((word) => {
        answer += word;
        write(id, answer);
      }),
    );
    write(id, answer.trim());
  });
  document.querySelector('#root')?.append(element);
  // #region
  const style = document.createElement('style');
  style.textContent = 'clarifeye-feedback { margin-inline: 18px }';
  element.shadowRoot?.append(style);
  attach('.vac-message-wrapper', {
    root: element.shadowRoot as ShadowRoot,
    ids({ id }) {
      const message = messages.find(({ _id }) => _id === id);
      if (message?.senderId !== ASSISTANT) return null;
      return { conversationId: CONVERSATION_ID, answerKey: id, queryId: queryIds.get(id) };
    },
  });
  // #endregion
  return element;
}

chat = mount();
globalThis.remount = () => {
  (chat as unknown as HTMLElement).remove();
  chat = mount();
};
