/** The position of the focus in a widget. */
export interface LostFocus {
  /** The index of the focused control. */
  readonly index: number;
  readonly selection: readonly [start: number, end: number] | null;
}

/** A widget that was added to the page. */
export interface Arrival {
  /** The current key of its answer. A framework may set the ids after it has inserted the element. */
  key(): string | null;
  /** Where the focus is, or was when the widget was removed; null if it was elsewhere. */
  focus(): LostFocus | null;
  /** Restores the focus. */
  take(focus: LostFocus): void;
}

interface Departure {
  readonly key: string | null;
  readonly focus: LostFocus | null;
}

/** The widgets that were removed and added in this task. */
const departures = new Map<Arrival, Departure>();
const arrivals = new Set<Arrival>();
let isDue = false;
let isEnding = false;

/** Registers an added widget, or replaces the registration `former` of the same widget. */
export function arrive(arrival: Arrival, former?: Arrival | null): void {
  if (!former || arrivals.delete(former)) arrivals.add(arrival);
  schedule();
}

/** Registers that a widget was removed. */
export function depart(arrival: Arrival): void {
  arrivals.delete(arrival);
  if (!departures.has(arrival)) departures.set(arrival, { key: arrival.key(), focus: arrival.focus() });
  schedule();
}

/** What a page does in one task is one change of its list; the person must not see it half done, nor type into nothing. */
function schedule(): void {
  if (!isEnding) {
    isEnding = true;
    setTimeout(() => {
      isEnding = false;
      departures.clear();
      arrivals.clear();
    });
  }
  if (isDue) return;
  isDue = true;
  // A widget that is only moved, and one that a MutationObserver puts back, has arrived by then.
  queueMicrotask(() => queueMicrotask(settle));
}

/**
 * Moves the focus to the widget that follows a removed one when a page renders its list anew: the same one, if it was only moved, or the new one of the
 * same answer, never one in the same position.
 */
function settle(): void {
  isDue = false;
  for (const [departed, { key, focus }] of departures) {
    const isSuccessor = (arrival: Arrival) => key !== null && arrival.key() === key;
    const successor = arrivals.has(departed) ? departed : [...arrivals].find(isSuccessor);
    if (!successor) continue;
    departures.delete(departed);
    // An answer may be displayed twice, so each arrival succeeds only one departure.
    arrivals.delete(successor);
    if (focus) successor.take(focus);
  }
}
