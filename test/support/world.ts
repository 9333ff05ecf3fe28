import { vi } from 'vitest';
import { createCheckedSubmitter, type SubmitterOptions } from '../../src/api/submitter';
import type { AnswerModel } from '../../src/client/answer-model';
import { createClient, type FeedbackClientOptions, withAnswers } from '../../src/client/feedback-client';
import { modelOf } from '../../src/client/widget-client';
import { createRequestQueue } from '../../src/delivery/request-queue';
import type { Event, State } from '../../src/delivery/state';
import { answerRef } from '../../src/domain/answer-ref';
import type { Answer, Rating } from '../../src/domain/feedback';
import type { FeedbackClient, FeedbackEvent } from '../../src/domain/interfaces';
import { createDevice, type DeviceOptions, type Tab } from '../simulation/device';
import { createTime } from '../simulation/time';
import { findBroken } from './invariants';
import { ANSWER, PROJECT_ID } from './people';
import { createTestApi } from './test-api';

/** Fails the test run where a state breaks a promise; where it happens, the error would be taken for one of the host's. */
function inspect(state: State, { type }: Event): void {
  const broken = findBroken(state);
  if (broken)
    queueMicrotask(() => {
      throw new Error(`${broken} is broken after ${type}: ${JSON.stringify(state)}`);
    });
}

type Options = Omit<Partial<FeedbackClientOptions>, 'submitter'>;

/** One device with its tabs, the stand-in API, and time that passes when it is told to. */
export function createWorld(more: Partial<DeviceOptions> & { submitter?: Partial<SubmitterOptions> } = {}) {
  const time = createTime(Date.parse('2026-01-01T00:00:00Z'));
  const device = createDevice({ time, random: () => 0.5, ...more });
  const server = createTestApi(time.now);
  /** Whether requests reach the server, whatever the browser says. */
  const network = { isUp: true };
  const getToken = vi.fn((_: { refresh: boolean }): string | Promise<string> => 'ada-token');

  /** Opens a page, in the tab with this session storage, or in a new one; or, with its tab, makes another client in the page. */
  function open(options: Options = {}, where?: Storage | Tab) {
    const tab = where && 'environment' in where ? where : device.open(where);
    const fetch: typeof globalThis.fetch = async (input, init) => {
      if (!tab.isAlive) return new Promise<Response>(() => {});
      if (!network.isUp) throw new TypeError('Failed to fetch');
      return server.fetch(input, init);
    };
    const submitter = createCheckedSubmitter({ projectId: PROJECT_ID, getToken, fetch, ...more.submitter }, tab.environment.clock);
    const queue = createRequestQueue(2, tab.environment.clock, tab.environment.random);
    const client = withAnswers(createClient({ submitter, ...options }, { environment: tab.environment, queue, inspect }));
    const model = modelIn(client, ANSWER);
    const events: FeedbackEvent[] = [];
    model.listen((event) => events.push(event));
    return { tab, client, model, events };
  }

  return { time, device, server, network, getToken, open };
}

/** The model of an answer, as widgets get it. */
export const modelIn = (client: FeedbackClient, { conversationId, queryId }: Answer) => modelOf(client, answerRef(conversationId, queryId));

/** Words as they are typed in the box. */
export const draftOf = (words: string) => ({ reasons: [], words });

export const phaseOf = (model: AnswerModel) => model.view.value.phase;
export const ratingOf = (model: AnswerModel): Rating | undefined => model.view.value.wanted?.rating;
