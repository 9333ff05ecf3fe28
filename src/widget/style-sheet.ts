import css from './feedback-widget.css?inline';

const sheets = new WeakMap<Document, CSSStyleSheet>();

/** One style sheet for every widget of a document: no `<style>`, so no nonce under a strict CSP. No two documents may share one. */
export function sheetOf(page: Document): CSSStyleSheet {
  let sheet = sheets.get(page);
  if (!sheet) {
    sheet = new (Reflect.get(Document.prototype, 'defaultView', page) as Window & typeof globalThis).CSSStyleSheet();
    sheet.replaceSync(css);
    sheets.set(page, sheet);
  }
  return sheet;
}
