import { type Api, createApi } from './api.ts';
import { SCRIPTS } from './setting.ts';
import { USERS } from './users.ts';

/** The stand-in API of the demo's project, which knows what is said in its conversations. */
export const createStandIn = (): Api =>
  createApi({
    users: USERS,
    describe(conversationId, queryId) {
      const script = SCRIPTS.find(({ id }) => id === conversationId);
      return { title: script?.title ?? '', question: script?.turns[queryId]?.question ?? '' };
    },
  });
