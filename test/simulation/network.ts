import type { Api } from '../../demo/api';
import { RECHECK_AFTER_MS } from '../../src/delivery/policy';
import type { Tab } from './device';
import type { Fault } from './faults';
import type { Dice } from './random';
import type { Time } from './time';

/** What can happen to one request. `late` ones are committed up to 90 s after the client gave up. */
type Fate =
  | 'works'
  | 'lostBefore'
  | 'lostAfter'
  | 'lostLate'
  | 'stalledLate'
  | 'status'
  | 'statusAfter'
  | 'statusLate'
  | 'html'
  | 'truncated'
  | 'stalledBody'
  | 'gateway'
  | 'oddAnswer';

const FATES: readonly Fate[] = [
  'lostBefore',
  'lostAfter',
  'lostLate',
  'stalledLate',
  'status',
  'status',
  'statusAfter',
  'statusLate',
  'html',
  'truncated',
  'stalledBody',
];

/** The statuses that may meet a call. A record's giver is never refused (403), and no record is called gone (404) that is not. */
const STATUSES: Readonly<Record<string, readonly number[]>> = {
  POST: [400, 401, 403, 404, 408, 409, 413, 415, 422, 425, 429, 500, 502, 503],
  PATCH: [400, 401, 408, 409, 413, 415, 422, 425, 429, 500, 502, 503],
  DELETE: [401, 408, 409, 425, 429, 500, 502, 503],
  GET: [401, 403, 404, 408, 425, 429, 500, 502, 503],
};
const GATEWAY_STATUSES = [200, 201, 202, 400, 403, 404, 413, 415, 422, 500, 502, 503];
const OPEN_STATUSES = [408, 409, 500, 502, 503, 504];
const LATEST_COMMIT_MS = RECHECK_AFTER_MS - 30_000;
/** A list shows what was committed within this time after the client gave up, however far it lags behind. */
const LATEST_LISTED_MS = RECHECK_AFTER_MS - 2_000;
// Most of what comes late comes soon.
const SOON_MS = 4_000;
const CLIENT_DEADLINE_MS = 15_000;

/** A `POST`, as the doubling of records is judged by it. */
export interface Post {
  readonly tab: Tab;
  readonly queryId: number;
  readonly sentAt: number;
  /** When the client knew that it failed, or was gone; infinite for a success. */
  gaveUpAt: number;
  committedAt: number | null;
}

export interface NetworkOptions {
  readonly api: Api;
  readonly time: Time;
  readonly dice: Dice;
  /** How likely it is now that a request meets a fault. */
  readonly faultRate: () => number;
  /** Called after every write that the server has committed. */
  readonly onCommit: (method: string, sentAt: number) => void;
  readonly onPost: (post: Post) => void;
  readonly onRequest: () => void;
  readonly log: (text: string) => void;
  /** Whether the list is answered as though it were empty. */
  readonly hidesList: boolean;
  readonly has: (fault: Fault) => boolean;
  /** Whether no request gets through now. */
  readonly isDown: () => boolean;
  /** How far the list lags behind, in milliseconds. */
  readonly lagMs: number;
  /** The list as a caller sees it, which may lag behind. */
  readonly list: (url: URL, authorization: string | null) => string;
  /** What the server puts in place of its answer. */
  readonly rewrite: (text: string) => string;
}

/** As much of a `Response` as ofetch reads. */
function respond(status: number, text: string, retryAfter: string | null = null, read = () => Promise.resolve(text)): Response {
  const headers = { get: (name: string) => (name === 'retry-after' ? retryAfter : null) };
  return { status, headers, body: text ? {} : null, text: read } as unknown as Response;
}

const EMPTY_PAGE = JSON.stringify({ count: 0, next: null, previous: null, results: [] });

/** The `fetch` of a tab: every request takes its time, and may meet a fate. */
export function createNetwork(options: NetworkOptions) {
  const { api, time, dice, faultRate, onCommit, onPost, onRequest, log, hidesList, has, isDown, lagMs, list, rewrite } = options;
  const fates = [
    ...FATES,
    ...(has('gateway') ? Array<Fate>(4).fill('gateway') : []),
    ...(has('oddAnswers') ? Array<Fate>(2).fill('oddAnswer') : []),
  ];
  return (tab: Tab): typeof globalThis.fetch =>
    (input, init = {}) =>
      new Promise((resolve, reject) => {
        tab.onStep('network');
        const method = init.method ?? 'GET';
        onRequest();
        const fail = () => reject(new TypeError('Failed to fetch'));
        // No request stays open, or it would count among those in flight for ever.
        if (!tab.isAlive) return fail();
        tab.onEnd(fail);
        const untilAborted = new Promise<never>((_, end) => init.signal?.addEventListener('abort', () => end(init.signal?.reason)));
        untilAborted.catch(reject);
        if (isDown()) return void time.after(5, () => tab.run(fail));
        if (init.keepalive && has('keepaliveInFlight') && faultRate()) return void time.after(5, () => tab.run(fail));
        const fate: Fate = dice.chance(faultRate()) ? dice.pick(fates) : 'works';
        log(`${method} ${String(input).split('/feedbacks/')[1]} ${init.body ?? ''} meets: ${fate}`);
        const isWrite = method !== 'GET';
        const sentAt = time.now();
        const upMs = dice.between(10, 400);
        const downMs = dice.between(10, 400);
        const lateMs = dice.between(0, dice.chance(0.3) ? SOON_MS : Math.min(LATEST_COMMIT_MS, LATEST_LISTED_MS - lagMs));

        const post: Post | undefined =
          method === 'POST'
            ? {
                queryId: JSON.parse(String(init.body)).context.query_id,
                sentAt: time.now(),
                tab,
                gaveUpAt: Number.POSITIVE_INFINITY,
                committedAt: null,
              }
            : undefined;
        if (post) onPost(post);
        const giveUp = () => {
          if (post) post.gaveUpAt = Math.min(post.gaveUpAt, time.now());
        };
        tab.onEnd(giveUp);

        /** A record as it was before a change. */
        const formerOf = (url: URL, authorization: string | null) => {
          const id = url.pathname.split('/').at(-2);
          const page = JSON.parse(list(new URL('./?limit=1000', url.href.replace(/[^/]+\/$/, '')), authorization));
          const record = page.results.find((one: { id: string }) => one.id === id);
          return record ? JSON.stringify(record) : null;
        };
        const commit = () => {
          const authorization = (init.headers as Headers).get('authorization');
          const body = init.body ? JSON.parse(String(init.body)) : undefined;
          const url = new URL(String(input));
          const former = has('oddAnswers') && method === 'PATCH' ? formerOf(url, authorization) : null;
          const { status, body: answer } = api.answer({ method, url, authorization, body });
          if (post && status === 201) post.committedAt = time.now();
          log(`server: ${method} ${init.body ?? ''} ${status}`);
          if (isWrite) onCommit(method, sentAt);
          if (!isWrite && hidesList) return { status, text: EMPTY_PAGE };
          if (!isWrite) return { status, text: rewrite(list(url, authorization)) };
          if (former && fate === 'oddAnswer') return { status, text: rewrite(former) };
          return { status, text: answer === undefined ? '' : rewrite(JSON.stringify(answer)) };
        };
        const arrive = (deed: () => void) =>
          time.after(downMs, () => {
            tab.onStep('network');
            if (fate !== 'works') giveUp();
            tab.run(deed);
          });
        const refuse = (status: number) => {
          log(`refused with ${status}`);
          const retryAfter = status === 429 && dice.chance(0.5) ? String(Math.floor(dice.between(0, 400))) : null;
          arrive(() => resolve(respond(status, '{"error":"No."}', retryAfter)));
        };

        const meet: Readonly<Record<Fate, () => void>> = {
          works() {
            const { status, text } = commit();
            arrive(() => resolve(respond(status, text)));
          },
          lostBefore: () => arrive(fail),
          lostAfter() {
            commit();
            arrive(fail);
          },
          lostLate() {
            arrive(fail);
            if (isWrite) time.after(downMs + lateMs, commit);
          },
          stalledLate() {
            time.after(CLIENT_DEADLINE_MS - upMs, giveUp);
            if (isWrite) time.after(CLIENT_DEADLINE_MS - upMs + lateMs, commit);
          },
          status: () => refuse(dice.pick(STATUSES[method] ?? [500])),
          statusAfter() {
            commit();
            refuse(dice.pick(OPEN_STATUSES));
          },
          statusLate() {
            refuse(dice.pick(OPEN_STATUSES));
            if (isWrite) time.after(downMs + lateMs, commit);
          },
          html() {
            if (dice.chance(0.5)) commit();
            const status = method === 'POST' ? 201 : 200;
            arrive(() => resolve(respond(status, '<html>Sign in to the Wi-Fi</html>')));
          },
          gateway() {
            if (isWrite && dice.chance(0.3)) commit();
            arrive(() => resolve(respond(dice.pick(GATEWAY_STATUSES), '<html>A gateway</html>')));
          },
          oddAnswer() {
            const { status, text } = commit();
            arrive(() => resolve(respond(method === 'POST' ? 200 : status, text)));
          },
          truncated() {
            const { status, text } = commit();
            const isCut = dice.chance(0.5);
            const read = () => Promise.reject(new TypeError('terminated'));
            arrive(() => resolve(isCut ? respond(status, text.slice(0, 20) || '{') : respond(status, text || '{', null, read)));
          },
          stalledBody() {
            const { status, text } = commit();
            arrive(() => resolve(respond(status, text || '{', null, () => untilAborted)));
          },
        };
        time.after(upMs, meet[fate]);
      });
}
