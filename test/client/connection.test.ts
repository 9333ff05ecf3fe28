import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createSubmitter } from '../../src/api/submitter';
import { findClient } from '../../src/client/connection';
import { createFeedbackClient } from '../../src/client/feedback-client';
import { modelOf, type WidgetClient } from '../../src/client/widget-client';
import { answerRef } from '../../src/domain/answer-ref';
import type { FeedbackError } from '../../src/domain/errors';
import type { Submitter } from '../../src/domain/interfaces';
import { CONVERSATION_ID, PROJECT_ID } from '../support/people';

const getToken = () => 'x';

describe('connection', () => {
  // What is asked for does not matter here.
  beforeAll(() => void vi.stubGlobal('fetch', () => new Promise(() => {})));
  afterAll(() => void vi.unstubAllGlobals());

  it('is shared by all widgets with the same settings', () => {
    const options = { projectId: PROJECT_ID, getToken };
    expect(findClient({ ...options })).toBe(findClient({ ...options, region: 'eu' }));
    expect(findClient({ ...options, region: 'us' })).not.toBe(findClient(options));
    expect(findClient({ ...options, projectId: CONVERSATION_ID })).not.toBe(findClient(options));
    expect(findClient({ ...options, source: 'Other' })).not.toBe(findClient(options));
  });

  it('is shared by submitters with the same settings, and asks the newest for its token', async () => {
    const asked: string[] = [];
    const create = (name: string, more: object = {}) =>
      createSubmitter({
        projectId: PROJECT_ID,
        source: 'Shared',
        getToken: () => {
          asked.push(name);
          return '';
        },
        ...more,
      });
    const client = findClient({ submitter: create('first') });
    expect(findClient({ submitter: create('second') })).toBe(client);
    expect(findClient({ projectId: PROJECT_ID, source: 'Shared', getToken: () => 'x' })).toBe(client);
    expect(findClient({ submitter: create('third', { authScheme: 'Token' }) })).not.toBe(client);
    expect(findClient({ submitter: create('third', { impersonateEmail: 'ada@example.com' }) })).not.toBe(client);
    expect(findClient({ submitter: create('third') })).toBe(client);
    modelOf(client as WidgetClient, answerRef(CONVERSATION_ID, 0)).choose('up');
    await expect.poll(() => asked).toEqual(['third']);
  });

  it('calls the methods of a submitter of the host on the submitter itself', async () => {
    const api = createSubmitter({ projectId: PROJECT_ID, getToken });
    class HostSubmitter implements Submitter {
      #posted: number[] = [];
      get url() {
        return `${api.url}?host`;
      }
      list = api.list;
      impersonateEmail = '';
      update = api.update;
      remove = api.remove;
      submit() {
        this.#posted.push(0);
        return new Promise<never>(() => {});
      }
      count() {
        return this.#posted.length;
      }
    }
    const submitter = new HostSubmitter();
    const client = findClient({ submitter });
    modelOf(client as WidgetClient, answerRef(CONVERSATION_ID, 0)).choose('up');
    await expect.poll(() => submitter.count()).toBe(1);
  });

  it('is not shared by submitters of the host', () => {
    const own = (): Submitter => ({ ...createSubmitter({ projectId: PROJECT_ID, getToken }) });
    const submitter = own();
    expect(findClient({ submitter })).toBe(findClient({ submitter }));
    expect(findClient({ submitter })).not.toBe(findClient({ submitter: own() }));
  });

  it('takes a client before a submitter, and a submitter before a project', () => {
    const submitter = createSubmitter({ projectId: PROJECT_ID, getToken });
    const client = createFeedbackClient({ submitter });
    expect(findClient({ client, submitter, projectId: PROJECT_ID, getToken })).toBe(client);
    expect(findClient({ submitter, projectId: 'nonsense' })).toBe(findClient({ submitter }));
  });

  // Vue's `ref` and Svelte's `$state` put a proxy in the place of an object.
  it('takes a client behind a proxy of a framework', () => {
    const client = createFeedbackClient({ submitter: createSubmitter({ projectId: PROJECT_ID, getToken }) });
    const proxied = new Proxy(client, {});
    const answer = answerRef(CONVERSATION_ID, 0);
    expect(findClient({ client: proxied })).toBe(proxied);
    expect(modelOf(proxied, answer)).toBe(modelOf(client, answer));
    proxied.dispose();
  });

  it('takes a client whose method the page has replaced, as a spy does', () => {
    const client = createFeedbackClient({ submitter: createSubmitter({ projectId: PROJECT_ID, getToken }) });
    client.resume = () => {};
    expect(findClient({ client })).toBe(client);
    expect(() => client.answer({ conversationId: CONVERSATION_ID, queryId: 0 })).not.toThrow();
    client.dispose();
  });

  it('is not shared between widgets whose words the host sees first and others', () => {
    const submitter = createSubmitter({ projectId: PROJECT_ID, getToken });
    expect(findClient({ submitter, beforeSend: (feedback) => feedback })).not.toBe(findClient({ submitter }));
  });

  it('lets go of the client of whoever was signed in before', () => {
    const options = { projectId: PROJECT_ID, getToken: () => 'z', storage: 'local' } as const;
    const ada = findClient({ ...options, userKey: 'ada' });
    expect(findClient({ ...options, userKey: 'ada' })).toBe(ada);
    const bob = findClient({ ...options, userKey: 'bob' });
    expect(bob).not.toBe(ada);
    expect(findClient({ ...options, userKey: 'ada' })).not.toBe(ada);
  });

  it('names what is missing', () => {
    const message = (options: Parameters<typeof findClient>[0]) => (findClient(options) as FeedbackError).message;
    expect(message({ getToken })).toMatch(/^projectId: got nothing/);
    expect(message({ client: { answer() {} } as never })).toMatch(/^client: got an object/);
    expect(message({ projectId: PROJECT_ID })).toMatch(/^getToken: got nothing/);
    expect(message({ projectId: PROJECT_ID, getToken, storage: 'local' })).toMatch(/^userKey: got nothing/);
  });
});
