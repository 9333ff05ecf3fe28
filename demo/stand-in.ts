import type { FeedbackRecord } from '../src/domain/feedback.ts';
import { type Api, createApi } from './api.ts';
import { PROJECT_ID, SCRIPTS } from './setting.ts';
import { USERS } from './users.ts';

/** The stand-in API of the demo's project, which knows what is said in its conversations, with these records. */
export const createStandIn = (records: readonly FeedbackRecord[] = []): Api =>
  createApi({
    users: USERS,
    records: { [PROJECT_ID]: records },
    describe(conversationId, queryId) {
      const script = SCRIPTS.find(({ id }) => id === conversationId);
      return { title: script?.title ?? '', question: script?.turns[queryId]?.question ?? '' };
    },
  });
