import { render } from 'preact';
import { init } from '../src/element-define';
import { createSubmitter } from '../src/submitter';
import { faultyFetch } from './faults';
import { Page } from './page';
import { PROJECT_ID } from './setting';
import { REVIEWER_TOKEN, VISITOR_TOKEN } from './users';

const projectId = document.querySelector<HTMLMetaElement>('meta[name="clarifeye-project"]')?.content ?? PROJECT_ID;
const baseUrl = `${location.origin}/api/v1`;

init({ submitter: createSubmitter({ projectId, baseUrl, getToken: () => VISITOR_TOKEN, fetch: faultyFetch }) });

const loadRecords = () =>
  fetch(`${baseUrl}/projects/${projectId}/feedbacks/?limit=50`, { headers: { authorization: `Bearer ${REVIEWER_TOKEN}` } });

const root = document.getElementById('demo');
if (root) render(<Page door="token" loadRecords={loadRecords} />, root);
