import { useSignal } from '@preact/signals';
import { render } from 'preact';
import { PATHS, RATINGS, style } from './common';

function Rating({ number }: { number: string | null }) {
  const chosen = useSignal('');
  return (
    <div role="group" aria-label={`Rate answer ${number}`}>
      {RATINGS.map((rating) => (
        <button
          key={rating}
          type="button"
          aria-label={rating}
          aria-pressed={chosen.value === rating}
          onClick={() => (chosen.value = rating)}
        >
          <svg viewBox="0 0 24 24" aria-hidden="true">
            <path d={PATHS[rating][0]} />
          </svg>
        </button>
      ))}
    </div>
  );
}

/** The same in bare Preact with signals. */
class BareRating extends HTMLElement {
  connectedCallback(): void {
    const root = this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [style()];
    render(<Rating number={this.getAttribute('query-id')} />, root);
  }
}

customElements.define('bare-rating', BareRating);
