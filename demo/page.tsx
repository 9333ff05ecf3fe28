import { effect, signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { init } from '../src/entries/element';
import { createChat } from './chat';
import { Controls } from './controls';
import { Conversation } from './conversation';
import { fault } from './faults';
import { Inbox } from './inbox';
import { REASONS, switches } from './options';
import { SCRIPTS } from './setting';
import type { Access } from './snippets';

const { BASE_URL, PROD } = import.meta.env;
/** The server access needs a server, which the demo has not once it is built. */
const LINKS: readonly (readonly [path: string, label: string, access?: Access])[] = PROD
  ? []
  : [
      ['', 'Token in the page', 'token'],
      ['demo/server-proxy.html', 'Server proxy', 'server'],
    ];

const chats = SCRIPTS.map(createChat);
const current = signal(0);

// As a browser that is offline tells it.
Object.defineProperty(navigator, 'onLine', { get: () => fault.value !== 'offline', configurable: true });
effect(() => void window.dispatchEvent(new Event(fault.value === 'offline' ? 'offline' : 'online')));
effect(() => init({ reasons: switches.reasons.value ? REASONS : undefined }));
effect(() => {
  document.documentElement.dir = switches['right to left'].value ? 'rtl' : 'ltr';
});

interface PageProps {
  readonly access: Access;
  /** Who is signed in. */
  readonly account?: ComponentChildren;
  /** The project's records, as a reviewer sees them. */
  readonly loadRecords: () => Promise<Response>;
}

/** The chat, with the inbox and the controls beside it. */
export function Page({ access, account, loadRecords }: PageProps) {
  return (
    <div class="page">
      <header class="bar">
        <h1>
          Northwind <span>Assistant</span>
        </h1>
        <nav aria-label="Conversations">
          {chats.map(({ id, title }, index) => (
            <button key={id} type="button" aria-pressed={index === current.value} onClick={() => (current.value = index)}>
              {title}
            </button>
          ))}
        </nav>
        {account}
        <nav class="links" aria-label="Demo">
          {[...LINKS, ['demo/gallery.html', 'All states'] as const].map(([path, label, name]) => (
            <a key={path} href={BASE_URL + path} aria-current={name === access ? 'page' : undefined}>
              {label}
            </a>
          ))}
        </nav>
      </header>
      {chats.map((chat, index) => (
        <Conversation key={chat.id} chat={chat} isHidden={index !== current.value} />
      ))}
      <aside class="side" aria-label="Behind the scenes">
        <Inbox load={loadRecords} />
        <Controls access={access} />
      </aside>
    </div>
  );
}
