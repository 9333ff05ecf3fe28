import type { Dice } from './random';

/** The faults that a whole schedule may have, beyond those of single requests, and the share of schedules that have each. */
export const FAULTS = {
  /** Gateways answer with HTML and any status. */
  gateway: 0.25,
  /** The list is up to 40 s behind the writes. */
  laggingList: 0.25,
  /** `given_by` has an email alone. */
  noAuthorId: 0.1,
  /** The users who gave the other records were deleted: `given_by` is null. */
  deletedAuthors: 0.1,
  /** More than 1,000 records by others, which an administrator's token lists, too. */
  manyRecords: 0.005,
  /** A server that answers 200 to a `POST`, or a `PATCH` with the former values. */
  oddAnswers: 0.1,
  /** The page's own requests use up the browser's budget for `keepalive`. */
  keepaliveInFlight: 0.1,
  /** No request gets through for 5 to 120 minutes. */
  outage: 0.06,
  /** `navigator.onLine` is false for the whole schedule, although the network works. */
  falselyOffline: 0.06,
  /** `navigator.onLine` is true although there is no network. */
  falselyOnline: 0.1,
  /** `beforeSend` takes some seconds. */
  slowRedaction: 0.1,
  /** `beforeSend` returns null. */
  withheldWords: 0.05,
  /** `beforeSend` never settles. */
  hangingRedaction: 0.05,
  /** `beforeSend` throws. */
  throwingRedaction: 0.05,
  /** Listeners of the host throw. */
  throwingHost: 0.2,
  /** The person duplicates the tab, which copies its session storage. */
  duplicatedTab: 0.1,
  /** Other tabs hear of a changed storage seconds later. */
  lateStorageEvents: 0.2,
  /** Other tabs never hear of a changed storage. */
  noStorageEvents: 0.1,
  /** The browser freezes a tab for a while, as in its back/forward cache. */
  frozenTab: 0.1,
  /** The device sleeps for hours. */
  sleep: 0.06,
  /** Timers fire up to a minute late, as in a background tab. */
  throttledTimers: 0.1,
  /** The clock is a year off, and is set right in between. */
  wrongYear: 0.05,
  /** The storage is full from some moment on. */
  fillingStorage: 0.06,
  /** The storage has entries of version 0.1, one of them unsent, and of a later version. */
  otherVersions: 0.1,
  /** The page makes a second client for the same project. */
  secondClient: 0.1,
  /** Another visitor with the same token rates the same answers. */
  sharedToken: 0.1,
  /** The page makes a new client for each press, as a component does that makes it on each render. */
  clientPerRender: 0.01,
  /** The person signs out in one tab, which drops what is unsent. */
  signOut: 0.05,
  /** From some moment on, the token is another user's. */
  otherAuthor: 0.05,
  /** Pages of a known person read the ratings from the API when they open. */
  restoring: 0.3,
  /** The person undoes some removals. */
  undoing: 0.3,
  /** The person opens the box of some feedback again and sends it as it is. */
  editing: 0.3,
} as const satisfies Readonly<Record<string, number>>;

export type Fault = keyof typeof FAULTS;

/** Those that were added later have dice of their own, so that the schedules of former seeds stay as they were. */
const ADDED: readonly (readonly Fault[])[] = [
  ['sharedToken', 'clientPerRender', 'signOut', 'otherAuthor'],
  ['restoring'],
  ['undoing', 'editing'],
];

/** The faults of a schedule: `only` leaves out all others, `without` one. The first dice are for those that are in none of the groups of `ADDED`. */
export function pickFaults(dice: readonly Dice[], only?: string, without?: string): (fault: Fault) => boolean {
  const names = Object.keys(FAULTS) as Fault[];
  const picked = new Set(names.filter((name) => dice[ADDED.findIndex((group) => group.includes(name)) + 1]?.chance(FAULTS[name])));
  if (only) return (fault) => fault === only;
  return (fault) => fault !== without && picked.has(fault);
}
