import { vi } from 'vitest';
import { createSubmitter, type SubmitterOptions } from '../../src/api/submitter';
import type { AnswerModel, FeedbackEvent } from '../../src/client/answer';
import { createFeedbackClient, type FeedbackClientOptions } from '../../src/client/feedback-client';
import { createGate } from '../../src/delivery/request-queue';
import type { Rating } from '../../src/domain/feedback';
import { createDevice, type DeviceOptions } from '../simulation/device';
import { createTime } from '../simulation/time';
import { ANSWER, PROJECT_ID } from './people';
import { createTestApi } from './test-api';

type Options = Omit<Partial<FeedbackClientOptions>, 'submitter'>;

/** One device with its tabs, the stand-in API, and time that passes when it is told to. */
export function createWorld(more: Partial<DeviceOptions> & { submitter?: Partial<SubmitterOptions> } = {}) {
  const time = createTime(Date.parse('2026-01-01T00:00:00Z'));
  const device = createDevice({ time, random: () => 0.5, ...more });
  const server = createTestApi(time.now);
  const getToken = vi.fn((_: { refresh: boolean }): string | Promise<string> => 'ada-token');

  /** Opens a page, in the tab with this session storage, or in a new one. */
  function open(options: Options = {}, session?: Storage) {
    const tab = device.open(session);
    const fetch: typeof globalThis.fetch = (input, init) => (tab.isAlive ? server.fetch(input, init) : new Promise<Response>(() => {}));
    const submitter = createSubmitter({ projectId: PROJECT_ID, getToken, fetch, ...more.submitter }, tab.environment.clock);
    const gate = createGate(2, tab.environment.clock, tab.environment.random);
    const client = createFeedbackClient({ submitter, ...options }, tab.environment, gate);
    const model = client.answer(ANSWER);
    const events: FeedbackEvent[] = [];
    model.listen((event) => events.push(event));
    return { tab, client, model, events };
  }

  return { time, device, server, getToken, open };
}

/** Words as they are typed in the box. */
export const draftOf = (words: string) => ({ reasons: [], words });

export const phaseOf = (model: AnswerModel) => model.state.value.phase;
export const ratingOf = (model: AnswerModel): Rating | undefined => model.state.value.wanted?.rating;
