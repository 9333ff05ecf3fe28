type PressEvent = PointerEvent & KeyboardEvent;

/** A press that has begun on a button of a widget, by pointer or space bar. */
interface Press {
  readonly button: HTMLElement;
  /** The key of the answer, or an empty string. */
  readonly answer: string;
  /** The event that began it. */
  readonly start: PressEvent;
}

/** How far a pointer may go, in CSS pixels, for a press on a button that goes away. Browsers allow a tap about as much. */
const SLOP = 12;
/**
 * A press that begins this soon after the last one, in milliseconds, is the second of a double-click, which browsers count. The click of a tap comes as late
 * where a page can be zoomed.
 */
const CLICK_MS = 400;

let press: Press | null = null;
/** When the last press ended, with the click of the browser or one in its place. */
let endedAt = -CLICK_MS;
/** Whether a widget was added to the page during the press, or moved. */
let isDisturbed = false;

/** The first events of a person's use, before any click, and those of a press. It may end on an element that replaces the one on which it began. */
const EVENTS = ['pointerdown', 'keydown', 'pointerup', 'keyup', 'focusin', 'click'];

/** Calls a listener with each of these events in a document, once for all widgets in it. */
export function watchUse(page: Document, listener: (event: Event) => void): void {
  // A document of another window is no instance of this one's Document. The same listener is added only once.
  for (const name of EVENTS) Document.prototype.addEventListener.call(page, name, listener, true);
}

/** Tells that a widget was added to the page, or moved. */
export function disturbPress(): void {
  isDisturbed = true;
}

/**
 * Follows a press, for each event of a page. If its button is moved, shifted away or replaced before it ends, as in a chat whose text streams, browsers
 * send no click, or after a tap send it to what is under the finger then: another rating, or another answer
 * (https://w3c.github.io/pointerevents/#event-dispatch). Such a press is completed here, once, where its button is now. `element` is the widget on which the
 * event is, `widgets` are all that are in a page, and `keyOf` returns the key of the answer of one.
 */
export function followPress<Widget extends HTMLElement>(
  event: PressEvent,
  element: Widget | undefined,
  keyOf: (element: Widget) => string | null,
  widgets: Iterable<Widget>,
): void {
  const { type, key, x, y, timeStamp } = event;
  // What a script dispatches is complete in itself.
  if (type === 'focusin' || !event.isTrusted || event.repeat) return;
  if (!/up/.test(type)) {
    const button = element && (event.composedPath()[0] as Element).closest('button');
    const isStart = /down/.test(type);
    const since = timeStamp - endedAt;
    if (isStart) endedAt = -CLICK_MS;
    else if (button) {
      endedAt = timeStamp;
      if (since < CLICK_MS) {
        // Send would submit its form.
        event.preventDefault();
        event.stopImmediatePropagation();
      }
    }
    // Only the main button of a mouse presses, and of the keys only the space bar: Enter clicks at once.
    press =
      button && isStart && !(event.button || key?.trim() || since < CLICK_MS)
        ? { button, answer: keyOf(element) ?? '', start: event }
        : null;
    isDisturbed = false;
  } else if (press && key === press.start.key) {
    const { button, answer, start } = press;
    const isThere = () => button.contains((button.getRootNode() as ShadowRoot).elementFromPoint?.(start.x, start.y));
    // Whoever moves the pointer away gives up, and who follows the button has the click of the browser.
    if ((!isDisturbed && (key || isThere())) || (!key && Math.hypot(x - start.x, y - start.y) > SLOP)) return;
    press = null;
    endedAt = timeStamp;
    const find = () => {
      if (button.isConnected) return button;
      const root = [...widgets].find((widget) => keyOf(widget) === answer)?.shadowRoot;
      return [...(root?.querySelectorAll('button') ?? [])].find((candidate) => candidate.isEqualNode(button));
    };
    setTimeout(() => find()?.click());
  }
}
