import { clientOf, createFeedbackClient, type FeedbackClient, type FeedbackClientOptions } from './client';
import { type PartialProject, readFeedbacksUrl } from './config';
import { configError } from './errors';
import { createSubmitter, type Submitter } from './submitter';
import type { GetToken } from './token';

/** The ways to say where feedback goes: a ready client, a submitter, or a project with a token source. */
export interface ConnectionOptions extends PartialProject, Omit<FeedbackClientOptions, 'submitter'> {
  client?: FeedbackClient | undefined;
  submitter?: Submitter | undefined;
  getToken?: GetToken | undefined;
}

const clients = new WeakMap<object, Map<string, FeedbackClient>>();

/**
 * The client for these options; the same one for the same options, so that all widgets of a page share it. Throws a
 * {@link FeedbackError} of kind `config` that names the attribute where the options don't say where to send feedback.
 */
export function findClient(options: ConnectionOptions): FeedbackClient {
  const { client, submitter, projectId, getToken, beforeSend, ...project } = options;
  if (client) return client;
  if (submitter) return beforeSend ? share(submitter, '', () => createFeedbackClient({ submitter, beforeSend })) : clientOf(submitter);
  if (!projectId) throw configError('project-id (data-project-id on the script tag)', projectId, 'the UUID of a Clarifeye project');
  if (typeof getToken !== 'function')
    throw configError('data-get-token on the script tag (or the getToken property)', undefined, 'a function that returns the access token');
  const key = `${readFeedbacksUrl({ ...project, projectId })} ${project.source ?? ''}`;
  return share(getToken, key, () => createFeedbackClient({ submitter: createSubmitter({ ...project, projectId, getToken }), beforeSend }));
}

function share(owner: object, key: string, create: () => FeedbackClient): FeedbackClient {
  const owned = clients.get(owner) ?? new Map<string, FeedbackClient>();
  clients.set(owner, owned);
  const client = owned.get(key) ?? create();
  owned.set(key, client);
  return client;
}
