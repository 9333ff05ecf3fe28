import { createFeedbackProxy } from 'clarifeye-feedback/server';

const proxy = createFeedbackProxy({
  projectId: '11111111-2222-4333-8444-555555555555',
  baseUrl: process.env['CLARIFEYE_BASE_URL'],
  token: () => process.env['CLARIFEYE_TOKEN'] ?? '',
  // The user of the session; here everyone is Ada.
  authorize: () => ({ email: 'ada@example.com' }),
});

export { proxy as DELETE, proxy as GET, proxy as PATCH, proxy as POST };
