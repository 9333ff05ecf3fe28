import { PATHS, RATINGS, style } from './common';

const SVG = 'http://www.w3.org/2000/svg';

/** Three plain buttons with their icons in a shadow root with a shared style sheet. */
class PlainRating extends HTMLElement {
  connectedCallback(): void {
    const root = this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [style()];
    const group = document.createElement('div');
    group.setAttribute('role', 'group');
    group.setAttribute('aria-label', `Rate answer ${this.getAttribute('query-id')}`);
    const buttons = RATINGS.map((rating) => {
      const button = document.createElement('button');
      button.setAttribute('aria-label', rating);
      button.setAttribute('aria-pressed', 'false');
      const icon = document.createElementNS(SVG, 'svg');
      icon.setAttribute('viewBox', '0 0 24 24');
      const path = document.createElementNS(SVG, 'path');
      path.setAttribute('d', PATHS[rating][0]);
      icon.append(path);
      button.append(icon);
      button.addEventListener('click', () => {
        for (const other of buttons) other.setAttribute('aria-pressed', String(other === button));
      });
      return button;
    });
    group.append(...buttons);
    root.append(group);
  }
}

customElements.define('plain-rating', PlainRating);
