import { isRefusal } from '../api/index.js';
import { type FeedbackRecord, isObject, isSameId, isUuid } from '../domain/index.js';
import { type Answer, type Refusal, raise, refuse } from './refusal.js';
import type { Ask, Call } from './upstream.js';
import { isAuthor, isSameEmail } from './visitor.js';

/** The largest page that the API returns, the newest records first. */
const PAGE_SIZE = 1000;
/** Older records than those of so many pages are not listed. */
const MAX_PAGES = 10;
/** Pauses between the looks for a record that is not listed, 3 s in all. */
const PAUSES_MS = [250, 750, 2000];

/** The records of one visitor in the API. */
export interface Records {
  /** The visitor's records that match `filters`, a query string that begins with `&`. */
  list(call: Call, filters: string): Promise<FeedbackRecord[]>;
  create(call: Call, body: object): Promise<FeedbackRecord>;
  update(call: Call, id: string, changes: object): Promise<FeedbackRecord>;
  remove(call: Call, id: string): Promise<void>;
}

/**
 * Creates access to the visitors' records. Writes get a deadline of their own from `startDeadline`: one that is cut off may be committed all the same,
 * and could not be taken back.
 */
export function createRecords(ask: Ask, startDeadline: () => Call['msLeft']): Records {
  const write = (call: Call, ...what: [method: string, path: string, body?: object]) => ask({ ...call, msLeft: startDeadline() }, ...what);

  /** Ends the call unless the visitor is listed as the record's author, because the service token could change anyone's record. */
  async function demandAuthor(call: Call, id: string): Promise<void> {
    for (let look = 0; ; look += 1) {
      let count = 0;
      let isFiltered = true;
      for await (const page of readPages(ask, call, '')) {
        const record = page.find((one) => isSameId(one.id, id));
        if (record && isAuthor(call.visitor, record)) return;
        if (record) throw refuse(403, 'This is not your record.');
        // A visitor who may see everyone's records can have a very long list.
        count += page.length;
        isFiltered &&= page.every((one) => isAuthor(call.visitor, one));
        if (look || (!isFiltered && count >= PAGE_SIZE)) break;
      }
      // A list may lag behind writes.
      const pauseMs = PAUSES_MS[look];
      if (pauseMs === undefined) throw refuse(404, 'Not found.');
      if (call.msLeft() <= pauseMs) throw refuse(502, 'The record is not listed, and there is no time to look again.', 'upstream-failed');
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }

  /** Deletes a record that was created in another person's name. */
  async function takeBack(call: Call, id: string, record: unknown): Promise<Refusal> {
    const removal = await write(call, 'DELETE', `${id}/`).catch(() => null);
    const isGone = removal?.status === 204 || (removal?.status === 404 && isRefusal(404, removal.body));
    const error =
      isRecord(record) && isSameEmail(record.given_by?.email, call.visitor.email)
        ? "The visitor's userId is another one than the API has for their email."
        : 'The service token lacks the permission CAN_IMPERSONATE_OTHER_USERS, or the visitor is not in the project.';
    return refuse(502, isGone ? error : `${error} The record could not be deleted again.`, 'misattributed', {
      // For the log alone, which else could not tell which of the two it is.
      reason: `${error} The visitor is ${call.visitor.email}.`,
      ...(isGone ? {} : { recordId: id }),
      // A retry soon after cannot succeed.
      headers: { 'retry-after': '300' },
    });
  }

  return {
    async list(call, filters) {
      const records: FeedbackRecord[] = [];
      for await (const page of readPages(ask, call, filters)) records.push(...page.filter((record) => isAuthor(call.visitor, record)));
      return records;
    },

    async create(call, body) {
      const answer = await write(call, 'POST', '', body);
      const { status, body: record } = answer;
      const isTheirs = isRecord(record) && isAuthor(call.visitor, record);
      if (status === 201 && isTheirs) return record;
      const id = isObject(record) && status < 300 ? record['id'] : undefined;
      throw isUuid(id) && !isTheirs ? await takeBack(call, id, record) : raise(answer, true);
    },

    async update(call, id, changes) {
      await demandAuthor(call, id);
      const answer = expectStatus(200, await write(call, 'PATCH', `${id}/`, changes));
      const { body: record } = answer;
      if (!isRecord(record) || !isSameId(record.id, id) || !isAuthor(call.visitor, record)) throw raise(answer);
      return record;
    },

    async remove(call, id) {
      await demandAuthor(call, id);
      expectStatus(204, await write(call, 'DELETE', `${id}/`));
    },
  };
}

/** The pages that the API lists for the visitor, with each record once. */
async function* readPages(ask: Ask, call: Call, filters: string): AsyncGenerator<FeedbackRecord[]> {
  const seen = new Set<string>();
  let offset = 0;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const answer = expectStatus(200, await ask(call, 'GET', `?limit=${PAGE_SIZE}&offset=${offset}${filters}`), true);
    const { body } = answer;
    if (!isObject(body) || !Array.isArray(body['results'])) throw raise(answer);
    // A record that is added meanwhile shifts the others to the next page.
    const records = body['results'].filter(isRecord).filter(({ id }) => !seen.has(id));
    for (const { id } of records) seen.add(id);
    yield records;
    if (!body['next'] || !body['results'].length) return;
    offset += body['results'].length;
    if (call.request.signal.aborted) throw refuse(499, 'The visitor has gone.');
  }
}

/** An answer with the status of the contract; any other status ends the call. */
const expectStatus = (status: number, answer: Answer, isProject = false): Answer =>
  answer.status === status ? answer : raise(answer, isProject);

function isRecord(value: unknown): value is FeedbackRecord {
  return isObject(value) && isUuid(value['id']) && isObject(value['given_by']);
}
