import { createCheckedSubmitter } from '../api/index.js';
import { check, configError, type FeedbackError } from '../domain/index.js';
import { findMissing, isSameOrigin, type Options, toFeedbacksUrl } from '../options/index.js';
import { createClient } from './feedback-client.js';
import { isClient, type WidgetClient } from './internals.js';

/** The options that determine where feedback goes. */
export const TARGET_OPTIONS = ['client', 'submitter', 'projectId', 'region', 'baseUrl', 'source', 'getToken'] as const;

/** The owner of shared clients without `getToken`. */
const COOKIES = {};

/** Returns the client for checked options, which is the same one for equal options, or the error of the set-up. */
export function findClient(options: Options): WidgetClient | FeedbackError {
  const { client, submitter, projectId, region, baseUrl, source, getToken, storage, userKey, userId, restore, beforeSend } = options;
  if (client) return isClient(client) ? client : configError('client', client, 'what createFeedbackClient() returns');
  const missing = findMissing(options);
  if (missing) return missing;
  const settings = { storage, userKey, userId, restore, beforeSend };
  // A client with `beforeSend` is never shared with one without.
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
  // Another person has signed in. The former one's unsent feedback waits in the storage for their next visit.
  if (former) {
    former.client.dispose();
    clients.delete(former.client);
  }
  const client = create();
  places.set(place, { person, client });
  clients.add(client);
  return client;
}

/** Call this on sign-out. Clears all shared clients, as `FeedbackClient.clear` does. */
export function clearAll(): void {
  for (const client of clients) client.clear();
}

/** Call this after a new sign-in. Resumes all shared clients, as `FeedbackClient.resume` does. */
export function resumeAll(): void {
  for (const client of clients) client.resume();
}
