import { RATINGS, style } from './common';

/** Three plain buttons in a shadow root with a shared style sheet. */
class PlainRating extends HTMLElement {
  connectedCallback(): void {
    const root = this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [style()];
    const buttons = RATINGS.map((rating) => {
      const button = document.createElement('button');
      button.setAttribute('aria-label', rating);
      button.setAttribute('aria-pressed', 'false');
      button.addEventListener('click', () => {
        for (const other of buttons) other.setAttribute('aria-pressed', String(other === button));
      });
      return button;
    });
    root.append(...buttons);
  }
}

customElements.define('plain-rating', PlainRating);
