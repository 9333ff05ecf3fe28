import { useSignal } from '@preact/signals';
import { h } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Chat, Exchange } from './chat';
import { CopyButton } from './copy-button';
import { attributes, DISCLAIMER, switches } from './options';

/** A conversation with a widget under each answer, and the box to ask the next question. */
export function Conversation({ chat, isHidden }: { chat: Chat; isHidden: boolean }) {
  const draft = useSignal(chat.suggestion.value);
  const end = useRef<HTMLDivElement>(null);
  const exchanges = chat.exchanges.value;
  const isStreaming = exchanges.at(-1)?.queryId === null;

  useEffect(() => {
    if (exchanges.length > 1) end.current?.scrollIntoView({ block: 'end' });
  }, [exchanges]);

  function ask(event: Event): void {
    event.preventDefault();
    if (isStreaming || !draft.value.trim()) return;
    chat.ask(draft.value.trim());
    draft.value = chat.suggestion.value;
  }

  return (
    <main class="chat" aria-label={chat.title} hidden={isHidden}>
      <div class="thread">
        {exchanges.map((exchange, index) => (
          <Turn key={index} exchange={exchange} conversationId={chat.id} />
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
    </main>
  );
}

function Turn({ exchange, conversationId }: { exchange: Exchange; conversationId: string }) {
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
            {h(
              'clarifeye-feedback',
              {
                'conversation-id': conversationId,
                ...(queryId === null ? {} : { 'query-id': String(queryId) }),
                ...attributes.value,
              },
              switches.disclaimer.value && (
                <span slot="disclaimer" dir="auto">
                  {DISCLAIMER}
                </span>
              ),
            )}
          </div>
        </div>
      </div>
    </article>
  );
}
