/** The position of the focus in a removed widget. */
export interface LostFocus {
  /** The index of the focused control. */
  readonly index: number;
  readonly selection: readonly [start: number, end: number] | null;
}

/** A widget that was removed from the page. */
export interface Departure {
  readonly key: string | null;
  /** Null if it did not have the focus. */
  readonly focus: LostFocus | null;
}

/** A widget that was added to the page. */
export interface Arrival {
  /** The current key of its answer. A framework may set the ids after it has inserted the element. */
  key(): string | null;
  /** Restores the focus. */
  take(focus: LostFocus): void;
}

/** Finds the new widget for each removed one when a page renders its list anew. They are matched by their answer, never by position. */
export function findSuccessors(departures: readonly Departure[], arrivals: readonly Arrival[]): Map<Departure, Arrival> {
  const successors = new Map<Departure, Arrival>();
  const byKey = new Map<string | null, Arrival[]>();
  // A page that only adds answers needs no matches.
  if (!departures.length) return successors;
  for (const arrival of arrivals) {
    const key = arrival.key();
    byKey.set(key, [...(byKey.get(key) ?? []), arrival]);
  }
  for (const departure of departures) {
    // An answer may be displayed twice, so each arrival succeeds only one departure.
    const successor = departure.key !== null && byKey.get(departure.key)?.shift();
    if (successor) successors.set(departure, successor);
  }
  return successors;
}

let departures: Departure[] = [];
let arrivals: Arrival[] = [];
let isDue = false;
let isEnding = false;

/** Registers an added widget, or replaces the registration `former` of the same widget. */
export function arrive(arrival: Arrival, former?: Arrival | null): void {
  if (former) arrivals = arrivals.map((other) => (other === former ? arrival : other));
  else arrivals.push(arrival);
  schedule();
}

/** Registers that a widget was removed, and where its focus was. */
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
