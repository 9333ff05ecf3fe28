import { render } from 'preact';
import { createSubmitter } from '../src/api/submitter';
import { createFeedbackClient } from '../src/client/feedback-client';
import { init } from '../src/entries/element';
import { withFaults } from './faults';
import { Page } from './page';
import { PROJECT_ID, client as shared } from './setting';

interface Session {
  readonly visitor: { readonly email: string; readonly userId?: string } | null;
  /** Who may sign in. */
  readonly people: readonly string[];
}

const projectId = document.querySelector<HTMLMetaElement>('meta[name="clarifeye-project"]')?.content ?? PROJECT_ID;
const { visitor, people } = (await (await fetch('/api/session')).json()) as Session;

// No token: the session's cookie goes with every request to the page's own origin.
const submitter = createSubmitter({ projectId, baseUrl: '/api/clarifeye', fetch: withFaults(fetch.bind(globalThis)) });
const client = createFeedbackClient({
  submitter,
  userKey: visitor?.email,
  ...(visitor?.userId ? { userId: visitor.userId, restore: 'server' } : {}),
});
// What someone said before signing in would be no one's.
shared.value = client;
init({ client, disabled: !visitor });

// Another tab of this browser may have signed in someone else.
document.addEventListener('visibilitychange', async () => {
  if (document.visibilityState === 'hidden') return;
  const now = (await (await fetch('/api/session')).json()) as Session;
  if (now.visitor?.email !== visitor?.email) location.reload();
});

function Account() {
  return (
    <form class="account" method="post" action="/api/session" onSubmit={() => visitor && client.clear()}>
      {visitor ? (
        <>
          {visitor.email}
          <button type="submit">Sign out</button>
        </>
      ) : (
        people.map((email) => (
          <button key={email} type="submit" name="email" value={email}>
            Sign in as {email.split('@')[0]}
          </button>
        ))
      )}
    </form>
  );
}

const root = document.getElementById('demo');
if (root) render(<Page access="server" account={<Account />} loadRecords={() => fetch('/api/inbox')} />, root);
