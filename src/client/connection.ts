import { createCheckedSubmitter } from '../api/index.js';
import { check, configError, type FeedbackError } from '../domain/index.js';
import { findMissing, isSameOrigin, type Options, toFeedbacksUrl } from '../options/index.js';
import { createClient, isClient, type WidgetClient } from './feedback-client.js';

/** The options that say where feedback goes. */
export const TARGET_OPTIONS = ['client', 'submitter', 'projectId', 'region', 'baseUrl', 'source', 'getToken'] as const;

/** Stands for the token source of those who need none. */
const COOKIES = {};

/** The client for these options, which are right each on its own; the same one for the same options, so that all widgets of a page share it. */
export function findClient(options: Options): WidgetClient | FeedbackError {
  const { client, submitter, projectId, region, baseUrl, source, getToken, storage, userKey, userId, restore, beforeSend } = options;
  if (client) return isClient(client) ? client : configError('client', client, 'what createFeedbackClient() returns');
  const missing = findMissing(options);
  if (missing) return missing;
  const settings = { storage, userKey, userId, restore, beforeSend };
  // One that shows the words to the host first is never shared with one that does not.
  const place = [storage, restore, source, beforeSend && 1].join();
  const person = [userKey, userId].join();
  if (submitter) return share(submitter, place, person, () => createClient({ submitter, ...settings }));
  const error =
    check(projectId, 'project-id (data-project-id on the script tag)', projectId, 'the UUID of a Clarifeye project') ??
    check(
      getToken || isSameOrigin(baseUrl),
      'data-get-token on the script tag (or the getToken property)',
      undefined,
      'a function that returns the access token',
    );
  if (error || !projectId) return error as FeedbackError;
  const project = { projectId, region, baseUrl, source, getToken };
  return share(getToken ?? COOKIES, place + toFeedbacksUrl(project), person, () =>
    createClient({ submitter: createCheckedSubmitter(project), ...settings }),
  );
}

interface Shared {
  readonly person: string;
  readonly client: WidgetClient;
}

const shared = new WeakMap<object, Map<string, Shared>>();
const clients = new Set<WidgetClient>();

function share(owner: object, place: string, person: string, create: () => WidgetClient): WidgetClient {
  const places = shared.get(owner) ?? new Map<string, Shared>();
  shared.set(owner, places);
  const former = places.get(place);
  if (former?.person === person) return former.client;
  // Someone else has signed in: what the former person left waits in the storage for their next visit.
  if (former) {
    former.client.dispose();
    clients.delete(former.client);
  }
  const client = create();
  places.set(place, { person, client });
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
