import css from '../widget/feedback-widget.css?inline';

const sheets = new WeakMap<Document, CSSStyleSheet>();

/**
 * One style sheet for every widget of a document: no `<style>`, so no nonce under a strict CSP. No two documents may share one, and one without a
 * window has none.
 */
export function sheetOf(page: Document): CSSStyleSheet | undefined {
  let sheet = sheets.get(page);
  const view = Reflect.get(Document.prototype, 'defaultView', page) as (Window & typeof globalThis) | null;
  if (!sheet && view) {
    sheet = new view.CSSStyleSheet();
    sheet.replaceSync(css);
    sheets.set(page, sheet);
  }
  return sheet;
}
