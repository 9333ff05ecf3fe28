export const RATINGS = ['up', 'neutral', 'down'] as const;

/** What is drawn in each button, as the widget draws it. */
export const ICONS = {
  up: 'M7 10.5 10.8 3a2.4 2.4 0 0 1 2.7 2.9L12.9 9h5.3a2.3 2.3 0 0 1 2.2 2.8l-1.5 6.4a2.3 2.3 0 0 1-2.2 1.8H7zM3.5 10.5H7V20H3.5z',
  neutral: 'M3 12a9 9 0 1 0 18 0a9 9 0 1 0-18 0M8.5 15h7M9 9.8v.4M15 9.8v.4',
  down: 'M7 10.5 10.8 3a2.4 2.4 0 0 1 2.7 2.9L12.9 9h5.3a2.3 2.3 0 0 1 2.2 2.8l-1.5 6.4a2.3 2.3 0 0 1-2.2 1.8H7zM3.5 10.5H7V20H3.5z',
} as const;

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
