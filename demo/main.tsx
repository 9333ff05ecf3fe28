import { effect, signal } from '@preact/signals';
import { render } from 'preact';
import { init } from '../src/element-define';
import { createSubmitter } from '../src/submitter';
import { createChat } from './chat';
import { Controls } from './controls';
import { Conversation } from './conversation';
import { faultyFetch } from './faults';
import { Inbox } from './inbox';
import { REASONS, switches } from './options';
import { PROJECT_ID, SCRIPTS, VISITOR_TOKEN } from './setting';

const projectId = document.querySelector<HTMLMetaElement>('meta[name="clarifeye-project"]')?.content ?? PROJECT_ID;
const baseUrl = `${location.origin}/api/v1`;
const chats = SCRIPTS.map(createChat);
const current = signal(0);

init({ submitter: createSubmitter({ projectId, baseUrl, getToken: () => VISITOR_TOKEN, fetch: faultyFetch }) });

effect(() => init({ reasons: switches.reasons.value ? REASONS : undefined }));
effect(() => {
  document.documentElement.dir = switches['right to left'].value ? 'rtl' : 'ltr';
});

function Demo() {
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
        <a href="/demo/gallery.html">Every state of the widget</a>
      </header>
      {chats.map((chat, index) => (
        <Conversation key={chat.id} chat={chat} isHidden={index !== current.value} />
      ))}
      <aside class="side" aria-label="Behind the scenes">
        <Inbox feedbacksUrl={`${baseUrl}/projects/${projectId}/feedbacks/`} />
        <Controls />
      </aside>
    </div>
  );
}

const root = document.getElementById('demo');
if (root) render(<Demo />, root);
