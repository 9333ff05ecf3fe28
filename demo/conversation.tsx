import { effect, signal, useSignal } from '@preact/signals';
import { h } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { loadLanguage } from '../src/i18n/bundled-languages';
import type { Language } from '../src/i18n/languages';
import type { Strings } from '../src/i18n/strings';
import { FeedbackWidget } from '../src/widget/feedback-widget';
import type { Chat, Exchange } from './chat';
import { CopyButton } from './copy-button';
import { attributes, DISCLAIMER, REASONS, switches } from './options';
import { client } from './setting';
import { chosenOptions, wayIn } from './snippets';

/** A conversation with a widget under each answer, and the box to ask the next question. */
export function Conversation({ chat, isHidden }: { chat: Chat; isHidden: boolean }) {
  const draft = useSignal(chat.suggestion.value);
  const thread = useRef<HTMLDivElement>(null);
  const end = useRef<HTMLDivElement>(null);
  const exchanges = chat.exchanges.value;
  const isStreaming = exchanges.at(-1)?.queryId === null;

  useEffect(() => {
    // The first answer comes into view in the chat alone, and does not move the page.
    if (exchanges.length > 1) end.current?.scrollIntoView({ block: 'end' });
    else thread.current?.scrollTo(0, thread.current.scrollHeight);
  }, [exchanges]);

  function ask(event: Event): void {
    event.preventDefault();
    if (isStreaming || !draft.value.trim()) return;
    chat.ask(draft.value.trim());
    draft.value = chat.suggestion.value;
  }

  return (
    <section class="conversation" aria-label={chat.title} hidden={isHidden}>
      <div ref={thread} class="thread">
        {exchanges.map((exchange, index) => (
          <Turn key={index} exchange={exchange} conversationId={chat.id} answerKey={exchange.id} />
        ))}
        <div ref={end} />
      </div>
      <form class="composer" onSubmit={ask}>
        <input
          aria-label="Your question"
          dir="auto"
          placeholder="Ask something"
          value={draft.value}
          onInput={(event) => (draft.value = event.currentTarget.value)}
        />
        <button type="submit" aria-disabled={isStreaming}>
          Ask
        </button>
      </form>
    </section>
  );
}

function Turn({ exchange, ...ids }: { exchange: Exchange; conversationId: string; answerKey: string }) {
  const { question, words, queryId } = exchange;
  return (
    <article class="turn">
      <p class="question" dir="auto">
        {question}
      </p>
      <div class="answer">
        <div class="avatar" aria-hidden="true">
          N
        </div>
        <div class="bubble">
          {words.split('\n\n').map((paragraph, index) => (
            <p key={index} dir="auto">
              {paragraph}
            </p>
          ))}
          <div class="tools">
            <CopyButton text={words} />
            <Widget {...ids} queryId={queryId} />
          </div>
        </div>
      </div>
    </article>
  );
}

/** The texts of the chosen language, which the component takes; the element loads them itself. */
const texts = signal<Strings | undefined>(undefined);
effect(() => {
  const { locale } = attributes.value;
  texts.value = undefined;
  if (locale) void loadLanguage(locale as Language).then((loaded) => (texts.value = loaded.default));
});

/** The widget as the way in brings it: the component of Preact, or the element for all others. */
function Widget({ conversationId, answerKey, queryId }: { conversationId: string; answerKey: string; queryId: number | null }) {
  const note = switches.disclaimer.value && (
    <span slot="disclaimer" dir="auto">
      {DISCLAIMER}
    </span>
  );
  if (wayIn.value === 'Preact')
    return (
      <FeedbackWidget
        client={client.value}
        conversationId={conversationId}
        queryId={queryId}
        answerKey={answerKey}
        disclaimer={note || undefined}
        {...(switches.reasons.value ? { reasons: REASONS } : {})}
        {...Object.fromEntries(chosenOptions())}
        locale={texts.value}
      />
    );
  const ids = { 'conversation-id': conversationId, 'answer-key': answerKey, ...(queryId === null ? {} : { 'query-id': String(queryId) }) };
  return h('clarifeye-feedback', { ...ids, ...attributes.value }, note);
}
