import { createCheckedSubmitter, settingsOf } from '../api/index.js';
import { check, configError, type FeedbackError, type Submitter } from '../domain/index.js';
import { findMissing, isSameOrigin, type Label, type Options, originOfPage } from '../options/index.js';
import { isScript } from '../platform/index.js';
import { createClient, forgetWaiting } from './feedback-client.js';
import { clients, type Internals, internalsOf, isClient, type WidgetClient } from './widget-client.js';

/** Returns the client for checked options, which is the same one for equal options, or the error of the set-up, with `label` for the names of options. */
export function findClient(options: Options, label: Label = (name) => name): WidgetClient | FeedbackError {
  const { client, submitter, projectId, region, baseUrl, source, getToken, storage, userKey, userId, restore, beforeSend } = options;
  if (!isScript && client)
    return isClient(client)
      ? client
      : configError(label('client'), client, 'what createFeedbackClient() of this copy of the package returns');
  const missing = findMissing(options, label);
  if (missing) return missing;
  const error =
    check(
      submitter || projectId,
      label('projectId'),
      projectId,
      `the UUID of a Clarifeye project${isScript ? '' : ', or a submitter or client in its place'}`,
    ) ??
    check(
      submitter || getToken || isSameOrigin(baseUrl),
      label('getToken'),
      undefined,
      `a function that returns the access token${isScript ? ', or base-url, a path such as /api/clarifeye' : !baseUrl || !URL.canParse(originOfPage() ?? '') ? '' : `, or a baseUrl of this page's origin, ${originOfPage()}`}`,
    );
  if (error) return error;
  const target = submitter ?? createCheckedSubmitter({ projectId: projectId as string, region, baseUrl, source, getToken });
  // A client with `beforeSend` is never shared with one without.
  return share(target, !!beforeSend, [userKey, userId, storage, restore].join(), (submitter) =>
    createClient({ submitter, storage, userKey, userId, restore, beforeSend }),
  );
}

interface Shared {
  /** The person, and the options that make it a client of its own: with another text it ends. */
  readonly terms: string;
  readonly client: WidgetClient;
  /** A copy of the newest one, so that making one in a render is harmless. */
  readonly submitter: Submitter;
}

/** The shared clients by the settings of their submitters, or by the host's own submitter, with and without a `beforeSend`. */
const shared = new Map<unknown, Map<boolean, Shared>>();

function share(submitter: Submitter, isRedacting: boolean, terms: string, create: (submitter: Submitter) => WidgetClient): WidgetClient {
  const settings = settingsOf(submitter);
  const places = shared.get(settings ?? submitter) ?? new Map<boolean, Shared>();
  shared.set(settings ?? submitter, places);
  const former = places.get(isRedacting);
  if (former?.terms === terms) {
    if (isScript || settings) Object.assign(former.submitter, submitter);
    return former.client;
  }
  // Another person has signed in. The former one's unsent feedback waits in the storage for their next visit.
  if (former) {
    former.client.dispose();
    forgetWaiting();
    clients.delete(former.client);
  }
  // One of the host may be of a class, whose methods need their own `this`.
  const newest = isScript || settings ? { ...submitter } : submitter;
  const client = create(newest);
  places.set(isRedacting, { terms, client, submitter: newest });
  clients.add(client);
  return client;
}

/** Call this on sign-out. Clears all clients of the page, as `FeedbackClient.clear` does. */
export function clearAll(): void {
  for (const client of clients) client.clear();
}

/** Call this after a new sign-in. Resumes all clients of the page, as `FeedbackClient.resume` does. */
export function resumeAll(): void {
  for (const client of clients) client.resume();
}

/** What the package knows of a client that the host has created; nothing for any other value, also for one that throws when it is read. */
export function partsOf(client: unknown): Partial<Internals> {
  try {
    return internalsOf(client as WidgetClient) ?? {};
  } catch {
    return {};
  }
}
