import { effect, signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { init } from '../src/entries/element';
import { createChat } from './chat';
import { Controls } from './controls';
import { Conversation } from './conversation';
import { Inbox } from './inbox';
import { type Door, REASONS, switches } from './options';
import { SCRIPTS } from './setting';

const { BASE_URL, PROD } = import.meta.env;
/** The server door needs a server, which the demo has not once it is built. */
const LINKS: readonly (readonly [path: string, label: string, door?: Door])[] = PROD
  ? []
  : [
      ['', 'Token in the page', 'token'],
      ['demo/server-door.html', 'Server door', 'server'],
    ];

const chats = SCRIPTS.map(createChat);
const current = signal(0);

effect(() => init({ reasons: switches.reasons.value ? REASONS : undefined }));
effect(() => {
  document.documentElement.dir = switches['right to left'].value ? 'rtl' : 'ltr';
});

interface PageProps {
  readonly door: Door;
  /** Who is signed in. */
  readonly account?: ComponentChildren;
  /** The project's records, as a reviewer sees them. */
  readonly loadRecords: () => Promise<Response>;
}

/** The chat, with the inbox and the controls beside it. */
export function Page({ door, account, loadRecords }: PageProps) {
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
          {[...LINKS, ['demo/gallery.html', 'Every state of the widget'] as const].map(([path, label, name]) => (
            <a key={path} href={BASE_URL + path} aria-current={name === door ? 'page' : undefined}>
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
        <Controls door={door} />
      </aside>
    </div>
  );
}
