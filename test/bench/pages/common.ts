export { RATINGS } from '../../../src/domain/feedback';
export { PATHS } from '../../../src/widget/icons';

let shared: CSSStyleSheet | undefined;

/** One sheet for every widget. */
export function style(): CSSStyleSheet {
  if (!shared) {
    shared = new CSSStyleSheet();
    shared.replaceSync(`:host { display: block } div { display: flex; gap: 2px }
      button { all: unset; display: grid; place-items: center; width: 32px; height: 32px; border-radius: 8px; cursor: pointer }
      button:hover { background: #eee } [aria-pressed="true"] { color: #1c47b8 } [aria-pressed="true"] svg { fill: currentColor }
      svg { width: 18px; height: 18px; fill: none; stroke: currentColor; stroke-width: 1.7 }`);
  }
  return shared;
}
