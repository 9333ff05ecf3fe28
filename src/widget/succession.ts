/** Where the focus was in a widget that went away. */
export interface LostFocus {
  /** Which of the widget's controls had it. */
  readonly index: number;
  readonly selection: readonly [start: number, end: number] | null;
}

/** A widget that left the page. */
export interface Departure {
  readonly key: string | null;
  /** Null where it did not have the focus. */
  readonly focus: LostFocus | null;
}

/** A widget that came to the page. */
export interface Arrival {
  /** The answer that it stands for by now: a framework may tell it after it has put it into the page. */
  key(): string | null;
  /** Restores the focus. */
  take(focus: LostFocus): void;
}

/**
 * Which arriving widget takes over the focus of one that left, where a page makes its list of answers anew. Widgets are matched by their answer alone,
 * never by position: what stands in the same place may be another answer.
 */
export function findSuccessors(departures: readonly Departure[], arrivals: readonly Arrival[]): Map<Departure, Arrival> {
  const successors = new Map<Departure, Arrival>();
  const byKey = new Map<string | null, Arrival[]>();
  // A page that only adds answers has no successors.
  if (!departures.length) return successors;
  for (const arrival of arrivals) {
    const key = arrival.key();
    byKey.set(key, [...(byKey.get(key) ?? []), arrival]);
  }
  for (const departure of departures) {
    // The same answer may be shown twice, so each arrival follows one departure.
    const successor = departure.key !== null && byKey.get(departure.key)?.shift();
    if (successor) successors.set(departure, successor);
  }
  return successors;
}

let departures: Departure[] = [];
let arrivals: Arrival[] = [];
let isDue = false;
let isEnding = false;

/** Notes a widget that has come to the page, or that one which came as `former` is now this one. */
export function arrive(arrival: Arrival, former?: Arrival | null): void {
  if (former) arrivals = arrivals.map((other) => (other === former ? arrival : other));
  else arrivals.push(arrival);
  schedule();
}

/** Notes that a widget has gone, which came as this arrival. */
export function depart(arrival: Arrival, focus: LostFocus | null): void {
  arrivals = arrivals.filter((other) => other !== arrival);
  departures.push({ key: arrival.key(), focus });
  schedule();
}

/** What a page does in one task is one change of its list; the person must not see it half done, nor type into nothing. */
function schedule(): void {
  if (!isEnding) {
    isEnding = true;
    setTimeout(() => {
      isEnding = false;
      departures = [];
      arrivals = [];
    });
  }
  if (isDue) return;
  isDue = true;
  // An element that is only moved leaves and comes back within a microtask.
  queueMicrotask(() => queueMicrotask(settle));
}

function settle(): void {
  isDue = false;
  const successors = findSuccessors(departures, arrivals);
  const taken = new Set(successors.values());
  departures = departures.filter((departure) => !successors.has(departure));
  arrivals = arrivals.filter((arrival) => !taken.has(arrival));
  for (const [{ focus }, arrival] of successors) if (focus) arrival.take(focus);
}
