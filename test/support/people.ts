import type { ApiUser } from '../../demo/api';

export const PROJECT_ID = '11111111-2222-4333-8444-555555555555';
export const CONVERSATION_ID = '3c90c3cc-0d44-4b50-8888-8dd25736052a';
export const ANSWER = { conversationId: CONVERSATION_ID, queryId: 0 };

const person = (digit: string, name: string, more: Partial<ApiUser> = {}): ApiUser => ({
  id: `${digit.repeat(8)}-0000-4000-8000-000000000000`,
  email: `${name}@example.com`,
  projects: [PROJECT_ID],
  ...more,
});

/** Users by token. */
export const USERS = {
  'ada-token': person('a', 'ada'),
  'bob-token': person('b', 'bob'),
  'admin-token': person('c', 'admin', { isAdmin: true, canImpersonate: true }),
  'stranger-token': person('d', 'stranger', { projects: [] }),
};
