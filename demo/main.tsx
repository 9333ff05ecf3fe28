import { render } from 'preact';
import { createSubmitter } from '../src/api/submitter';
import { createFeedbackClient } from '../src/client/feedback-client';
import { init } from '../src/entries/element';
import { withFaults } from './faults';
import { Page } from './page';
import { client, PROJECT_ID } from './setting';
import { REVIEWER_TOKEN, VISITOR_TOKEN } from './users';

const projectId = document.querySelector<HTMLMetaElement>('meta[name="clarifeye-project"]')?.content ?? PROJECT_ID;
const baseUrl = `${location.origin}/api/v1`;
// Built, the demo has no server: the stand-in runs in the page.
const isStatic = import.meta.env.PROD;
const send = isStatic ? (await import('./page-api')).send : fetch.bind(globalThis);

const submitter = createSubmitter({ projectId, baseUrl, getToken: () => VISITOR_TOKEN, fetch: withFaults(send) });
client.value = createFeedbackClient({ submitter });
init({ client: client.value });

const loadRecords = () =>
  send(`${baseUrl}/projects/${projectId}/feedbacks/?limit=50`, { headers: { authorization: `Bearer ${REVIEWER_TOKEN}` } });

const root = document.getElementById('demo');
if (root) render(<Page access="token" loadRecords={loadRecords} />, root);
