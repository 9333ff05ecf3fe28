import type { AnswerModel } from '../model.js';

/** Which answer a widget stands for. */
interface Place {
  /** In lower case; empty while it is not known. */
  readonly conversationId: string;
  /** The answer's key; null while its ids are not known. */
  readonly key: string | null;
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
}

export interface Arrival extends Place {
  take(departure: Departure): void;
}

/**
 * Who takes whose place where a page makes its list of answers anew. Widgets whose ids are known tell it by them; one whose ids are not known is
 * followed only by the widget in the same place of a list that is otherwise the same, from its start or from its end, because a rating must
 * never go to another answer.
 */
export function findHeirs(departures: readonly Departure[], arrivals: readonly Arrival[]): Map<Departure, Arrival> {
  for (const [gone, come] of [
    [departures, arrivals],
    [[...departures].reverse(), [...arrivals].reverse()],
  ] as const) {
    if (gone.every((departure, index) => canFollow(departure, come[index])))
      return new Map(gone.map((departure, index) => [departure, come[index] as Arrival]));
  }
  const known = departures.filter(({ key }) => key !== null);
  return new Map(
    known.flatMap((departure) => arrivals.filter(({ key }) => key === departure.key).map((arrival) => [departure, arrival] as const)),
  );
}

function canFollow(departure: Departure, arrival: Arrival | undefined): boolean {
  if (!arrival || departure.key !== null) return departure.key === arrival?.key;
  // Without a conversation the next answer may be one of another.
  return departure.conversationId === arrival.conversationId;
}

let departures: Departure[] = [];
let arrivals: Arrival[] = [];
let isDue = false;
let isEnding = false;

/** Notes a widget that has come to the page. */
export function arrive(arrival: Arrival): void {
  arrivals.push(arrival);
  schedule();
}

/** Notes a widget that has gone. */
export function depart(departure: Departure): void {
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
  for (const [departure, arrival] of heirs) {
    departures.splice(departures.indexOf(departure), 1);
    arrivals.splice(arrivals.indexOf(arrival), 1);
    arrival.take(departure);
  }
}
