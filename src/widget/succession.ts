import { toAnswerKey } from '../feedback.js';
import type { AnswerModel } from '../model.js';
import type { InnerProps } from './props.js';

/** Which answer a widget stands for. */
export interface Place {
  /** In lower case; empty while it is not known. */
  readonly conversationId: string;
  /** The answer's key; null while its ids are not known. */
  readonly key: string | null;
}

export function placeOf({ conversationId, queryId }: InnerProps): Place {
  return {
    conversationId: conversationId?.toLowerCase() ?? '',
    key: conversationId != null && queryId != null ? toAnswerKey({ conversationId, queryId }) : null,
  };
}

/** Where the focus was in a widget that went away. */
export interface LostFocus {
  /** Which of the widget's controls had it. */
  readonly index: number;
  readonly selection: readonly [start: number, end: number] | null;
}

export interface Departure extends Place {
  /** What was said while the ids were not known. */
  readonly model: AnswerModel | null;
  readonly focus: LostFocus | null;
  /** What the widget stood in, from the inside out. */
  readonly ancestors: readonly Node[];
}

export interface Arrival {
  /** What it stands for by now: a framework may tell it after it has put it into the page. */
  place(): Place;
  /** What it stands in, from the inside out. */
  readonly ancestors: readonly Node[];
  take(departure: Departure): void;
}

/**
 * Who takes whose place where a page makes its list of answers anew. Widgets whose ids are known tell it by them. One whose ids are not known is
 * followed only by the widget in the same place of a list of the same length that is otherwise the same, in what is left of the page around it,
 * and only within a conversation that is known: a rating must never go to another answer.
 */
export function findHeirs(departures: readonly Departure[], arrivals: readonly Arrival[]): Map<Departure, Arrival> {
  const heirs = new Map<Departure, Arrival>();
  const byKey = new Map<string | null, Arrival[]>();
  // A page that only adds answers has no heirs.
  if (!departures.length) return heirs;
  for (const arrival of arrivals) {
    const { key } = arrival.place();
    byKey.set(key, [...(byKey.get(key) ?? []), arrival]);
  }
  for (const departure of departures) {
    // The same answer may be shown twice.
    const heir = departure.key !== null && byKey.get(departure.key)?.shift();
    if (heir) heirs.set(departure, heir);
  }
  for (const departure of departures) {
    if (departure.key !== null || !departure.conversationId) continue;
    const around = departure.ancestors.find(({ isConnected }) => isConnected);
    const gone = departures.filter(({ ancestors }) => around && ancestors.includes(around));
    const come = arrivals.filter(({ ancestors }) => around && ancestors.includes(around));
    const isSameList = gone.length === come.length && gone.every((other, index) => canFollow(other, come[index]?.place()));
    const heir = come[gone.indexOf(departure)];
    const isNew = !heir || gone.every(({ key }) => key === null || key !== heir.place().key);
    if (isSameList && heir && isNew) heirs.set(departure, heir);
  }
  return heirs;
}

function canFollow({ key, conversationId }: Departure, place: Place | undefined): boolean {
  return key === null ? conversationId === place?.conversationId : key === place?.key;
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
export function depart(departure: Departure, arrival: Arrival): void {
  arrivals = arrivals.filter((other) => other !== arrival);
  departures.push(departure);
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
  const heirs = findHeirs(departures, arrivals);
  const taken = new Set(heirs.values());
  departures = departures.filter((departure) => !heirs.has(departure));
  arrivals = arrivals.filter((arrival) => !taken.has(arrival));
  for (const [departure, arrival] of heirs) arrival.take(departure);
}
