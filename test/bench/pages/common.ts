export const RATINGS = ['up', 'neutral', 'down'];

let shared: CSSStyleSheet | undefined;

/** One sheet for every widget. */
export function style(): CSSStyleSheet {
  if (!shared) {
    shared = new CSSStyleSheet();
    shared.replaceSync(':host { display: block } button { width: 32px; height: 32px } [aria-pressed="true"] { color: blue }');
  }
  return shared;
}
