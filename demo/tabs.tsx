import type { Signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

export interface Tab {
  readonly name: string;
  /** What stands beside the name: how many there are of what the tab shows, or what is on. */
  readonly mark?: string;
  readonly content: () => ComponentChildren;
}

/** Tabs, of which one is shown, as https://www.w3.org/WAI/ARIA/apg/patterns/tabs/ has them. */
export function Tabs({ label, tabs, selected }: { label: string; tabs: readonly Tab[]; selected: Signal<string> }) {
  const id = useId();
  const current = tabs.find(({ name }) => name === selected.value) ?? tabs[0];

  function move(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
    if (!current) return;
    const at = tabs.indexOf(current);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const index = (to + tabs.length) % tabs.length;
    selected.value = tabs[index]?.name ?? '';
    event.currentTarget.querySelectorAll<HTMLElement>('[role=tab]')[index]?.focus();
  }

  return (
    <>
      <div class="tabs" role="tablist" aria-label={label} onKeyDown={move}>
        {tabs.map(({ name, mark }) => (
          <button
            key={name}
            id={`${id}-${name}`}
            type="button"
            role="tab"
            aria-selected={name === current?.name}
            aria-controls={id}
            tabIndex={name === current?.name ? 0 : -1}
            onClick={() => (selected.value = name)}
          >
            {name}
            {mark && (
              <>
                {' '}
                <span class="count">{mark}</span>
              </>
            )}
          </button>
        ))}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to take the focus. */}
      <div key={current?.name} class="tab-panel" role="tabpanel" tabIndex={0} id={id} aria-labelledby={`${id}-${current?.name}`}>
        {current?.content()}
      </div>
    </>
  );
}
