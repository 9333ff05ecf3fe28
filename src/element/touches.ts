/** What a person does first to a widget, before they click. */
const TOUCHES = ['pointerdown', 'focusin'];
const watched = new WeakSet<Document>();

/** Tells of whatever is touched in a document, by one listener for all. A script's click, or one that the page hides, is heard by the widget's own. */
export function watchFirstTouches(page: Document, touch: (target: EventTarget) => void): void {
  if (watched.has(page)) return;
  watched.add(page);
  const onTouch = (event: Event) => event.composedPath().forEach(touch);
  for (const name of TOUCHES) Document.prototype.addEventListener.call(page, name, onTouch, true);
}
