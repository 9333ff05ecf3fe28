import { effect, signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { init } from '../src/entries/element';
import { drawIcon } from '../src/widget/icons';
import { followAddress } from './address';
import { createChat } from './chat';
import { Network, Options } from './controls';
import { Conversation } from './conversation';
import { Embed } from './embed';
import { fault } from './faults';
import { Inbox, recordCount, useRecords } from './inbox';
import { customProperties, REASONS, shownBackground, switches } from './options';
import { client, SCRIPTS } from './setting';
import type { Access } from './snippets';
import { type Tab, Tabs } from './tabs';

const { BASE_URL, PROD } = import.meta.env;
/** The server access needs a server, which the demo has not once it is built. */
const LINKS: readonly (readonly [path: string, label: string, access?: Access])[] = PROD
  ? []
  : [
      ['', 'Token in the page', 'token'],
      ['demo/server-proxy.html', 'Server proxy', 'server'],
    ];

const chats = SCRIPTS.map(createChat);
/** What was asked in this page, which the stand-in of the API does not hear. */
const questionOf = (conversationId: string, queryId: number) =>
  chats.find(({ id }) => id === conversationId)?.exchanges.value.find((exchange) => exchange.queryId === queryId)?.question;

const current = signal(0);
const tab = signal(new URLSearchParams(location.search).has('code') ? 'Code' : 'Options');

/** Whether there is no room beside the chat, as on a phone. */
const isNarrow = signal(false);
const narrow = matchMedia('(max-width: 60rem)');
narrow.addEventListener('change', () => (isNarrow.value = narrow.matches));
isNarrow.value = narrow.matches;

followAddress();

// As a browser that is offline tells it.
Object.defineProperty(navigator, 'onLine', { get: () => fault.value !== 'offline', configurable: true });
effect(() => void window.dispatchEvent(new Event(fault.value === 'offline' ? 'offline' : 'online')));
effect(() => init({ reasons: switches.reasons.value ? REASONS : undefined }));
// What waits for a new sign-in goes on.
effect(() => {
  if (fault.value === 'none') client.peek()?.resume();
});

interface PageProps {
  readonly access: Access;
  /** Who is signed in. */
  readonly account?: ComponentChildren;
  /** The project's records, as a reviewer sees them. */
  readonly loadRecords: () => Promise<Response>;
}

/** The product's name and the demo's pages. */
function Header({ access, account }: Pick<PageProps, 'access' | 'account'>) {
  return (
    <header class="bar">
      <h1 class="brand">
        {drawIcon('up', true)} clarifeye-feedback <span class="brand-note">{PROD ? 'demo with a simulated API' : 'demo'}</span>
      </h1>
      {account}
      <nav class="links" aria-label="Demo">
        {[...LINKS, ['demo/gallery.html', 'All states'] as const].map(([path, label, name]) => (
          <a key={path} href={BASE_URL + path} aria-current={name === access ? 'page' : undefined}>
            {label}
          </a>
        ))}
      </nav>
    </header>
  );
}

/** The chat, with the inbox and the controls beside it, or below it on a phone. */
export function Page({ access, account, loadRecords }: PageProps) {
  useRecords(loadRecords);
  const tabs: readonly Tab[] = [
    { name: 'Options', content: () => <Options /> },
    { name: 'Code', content: () => <Embed /> },
    { name: 'Network', mark: fault.value === 'none' ? '' : 'fault', content: () => <Network /> },
    ...(isNarrow.value ? [{ name: 'Inbox', mark: `${recordCount.value}`, content: () => <Inbox questionOf={questionOf} /> }] : []),
  ];
  return (
    <div class="page">
      <Header access={access} account={account} />
      <main
        class="chat"
        dir={switches['right to left'].value ? 'rtl' : 'ltr'}
        data-background={shownBackground.value}
        style={customProperties.value}
      >
        <header class="chat-head">
          <h2>Northwind Assistant</h2>
          <nav aria-label="Conversations">
            {chats.map(({ id, title }, index) => (
              <button key={id} type="button" aria-pressed={index === current.value} onClick={() => (current.value = index)}>
                {title}
              </button>
            ))}
          </nav>
        </header>
        {chats.map((chat, index) => (
          <Conversation key={chat.id} chat={chat} isHidden={index !== current.value} />
        ))}
      </main>
      <aside class="side" aria-label="Behind the scenes">
        {!isNarrow.value && <Inbox questionOf={questionOf} />}
        <section class="panel controls" aria-label="Try it">
          <Tabs label="Try it" tabs={tabs} selected={tab} />
        </section>
      </aside>
    </div>
  );
}
