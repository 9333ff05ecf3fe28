type PressEvent = PointerEvent & KeyboardEvent;

/** A press that has begun on a button of a widget, by pointer or space bar. */
interface Press {
  readonly button: HTMLButtonElement;
  /** The key of its answer; null if it has none yet. */
  readonly answer: string | null;
  /** The event that began it. */
  readonly start: PressEvent;
  /** When it ended, in milliseconds of this page; 0 before. */
  endedAt: number;
  /** Whose click counts, once that is known. */
  clickBy?: typeof OTHERS | typeof THIS_MODULE;
}

/** The browser, or the page. */
const OTHERS = 1;
const THIS_MODULE = 2;

/** How far a pointer may go, in CSS pixels, for a press on a button that goes away. Browsers allow a tap about as much. */
const SLOP = 12;
/**
 * How long after its press a click may come, in milliseconds, where a page waits for the second tap that would zoom it. Also the longest time between the two
 * presses of a double-click.
 */
const CLICK_MS = 400;

/** The last press, or the present one. */
let press: Press | null = null;
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
  const { type, key, isTrusted } = event;
  // What a script dispatches is complete in itself, but for a click, which may be made of this press.
  if (type === 'focusin' || event.repeat || (type !== 'click' && !isTrusted)) return;
  const now = performance.now();
  const found = element && (event.composedPath()[0] as Element).closest('button');
  // Not one of the page, in the slot of the widget.
  const button = element?.shadowRoot?.contains(found as Node) && found;
  const isNear = !!press && Math.hypot(event.x - press.start.x, event.y - press.start.y) <= SLOP;
  const isRecent = press && now - press.endedAt < CLICK_MS;
  let isDue: boolean | undefined;

  if (/down/.test(type)) {
    // Only the main button of a mouse and the first finger press, and of the keys only the space bar: Enter clicks at once.
    // The second press of a double-click is left to the browser, whose click says that it is one.
    const isPress = button && !event.button && event.isPrimary !== false && !key?.trim() && !(isRecent && isNear);
    press = isPress ? { button, answer: keyOf(element as Widget), start: event, endedAt: 0 } : null;
    isDisturbed = false;
  } else if (!press || press.clickBy === OTHERS) {
    return;
  } else if (type !== 'click') {
    if (press.endedAt || key !== press.start.key) return;
    press.endedAt = now;
    const { button, start } = press;
    const isThere = () => button.contains((button.getRootNode() as ShadowRoot).elementFromPoint?.(start.x, start.y) ?? null);
    // Whoever moves the pointer away gives up, and who follows the button has the click of the browser.
    isDue = key ? isDisturbed : isNear && (isDisturbed || !isThere());
  } else if (button) {
    const isOther = button !== press.button || (press.answer && keyOf(element as Widget) !== press.answer);
    if (isTrusted && isRecent && (press.clickBy || isOther)) {
      event.stopImmediatePropagation();
      isDue = !press.clickBy;
    } else press.clickBy = OTHERS;
  }
  const ours = isDue && press;
  if (!ours) return;

  ours.clickBy = THIS_MODULE;
  setTimeout(() => {
    const { button, answer } = ours;
    const buttons = [...widgets].flatMap((widget) => {
      const root = widget.shadowRoot as ShadowRoot;
      return (answer ? keyOf(widget) === answer : root.contains(button)) ? [...root.querySelectorAll('button')] : [];
    });
    const successor = buttons.includes(button) ? button : buttons.find((one) => one.isEqualNode(button));
    // The page may have made a click of the press, as those do that have their own for fingers.
    if (ours.clickBy === THIS_MODULE) successor?.click();
    ours.clickBy = THIS_MODULE;
  });
}
