import { useSignal } from '@preact/signals';
import { render } from 'preact';
import { RATINGS, style } from './common';

function Rating() {
  const chosen = useSignal('');
  return (
    <>
      {RATINGS.map((rating) => (
        <button
          key={rating}
          type="button"
          aria-label={rating}
          aria-pressed={chosen.value === rating}
          onClick={() => (chosen.value = rating)}
        />
      ))}
    </>
  );
}

/** The same in bare Preact with signals. */
class BareRating extends HTMLElement {
  connectedCallback(): void {
    const root = this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [style()];
    render(<Rating />, root);
  }
}

customElements.define('bare-rating', BareRating);
