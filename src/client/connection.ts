import type { GetToken } from '../api/index.js';
import { createCheckedSubmitter, type Submitter } from '../api/index.js';
import { check, demand, own } from '../domain/index.js';
import { isOwnOrigin, type PartialProject, readFeedbacksUrl } from '../options/index.js';
import { createFeedbackClient, type FeedbackClient, type FeedbackClientOptions } from './feedback-client.js';

/** The ways to say where feedback goes: a ready client, a submitter, or a project with a token source. */
export interface ConnectionOptions extends PartialProject, Omit<FeedbackClientOptions, 'submitter'> {
  client?: FeedbackClient | undefined;
  submitter?: Submitter | undefined;
  getToken?: GetToken | undefined;
}

/**
 * The client for these options; the same one for the same options, so that all widgets of a page share it. Throws a
 * {@link FeedbackError} of kind `config` that names the attribute where the options don't say where to send feedback.
 */
export function findClient(given: ConnectionOptions): FeedbackClient {
  const options = own(given);
  const { client, submitter, projectId = '', region, baseUrl, source, getToken, storage, userKey, userId, restore, beforeSend } = options;
  if (client) {
    demand(check(typeof client.answer === 'function', 'client', client, 'what createFeedbackClient() returns'));
    return client;
  }
  const settings = { storage, userKey, userId, restore, beforeSend };
  const place = [storage, restore, source].join();
  const person = [userKey, userId].join();
  demand(check(!submitter || typeof submitter.submit === 'function', 'submitter', submitter, 'what createSubmitter() returns'));
  if (submitter) return share(submitter, place, person, () => createFeedbackClient({ submitter, ...settings }));
  demand(
    check(projectId, 'project-id (data-project-id on the script tag)', projectId, 'the UUID of a Clarifeye project'),
    check(
      typeof getToken === 'function' || isOwnOrigin(baseUrl),
      'data-get-token on the script tag (or the getToken property)',
      undefined,
      'a function that returns the access token',
    ),
  );
  const project = { projectId, region, baseUrl, source, getToken };
  return share(getToken ?? COOKIES, place + readFeedbacksUrl(project), person, () =>
    createFeedbackClient({ submitter: createCheckedSubmitter(project), ...settings }),
  );
}

/** Stands for the token source of those who need none. */
const COOKIES = {};

interface Shared {
  readonly person: string;
  readonly client: FeedbackClient;
}

const shared = new WeakMap<object, Map<string, Shared>>();
const clients = new Set<FeedbackClient>();

function share(owner: object, place: string, person: string, create: () => FeedbackClient): FeedbackClient {
  const owned = shared.get(owner) ?? new Map<string, Shared>();
  shared.set(owner, owned);
  const former = owned.get(place);
  if (former?.person === person) return former.client;
  // Someone else has signed in: what the former person left waits in the storage for their next visit.
  if (former) {
    former.client.dispose();
    clients.delete(former.client);
  }
  const client = create();
  owned.set(place, { person, client });
  clients.add(client);
  return client;
}

/** Signs out every client that was made here; see {@link FeedbackClient.clear}. */
export function clearAll(): void {
  for (const client of clients) client.clear();
}

/** Goes on after a new sign-in; see {@link FeedbackClient.resume}. */
export function resumeAll(): void {
  for (const client of clients) client.resume();
}
