import { PROJECT_ID } from './setting';
import { createStandIn } from './stand-in';

const KEY = 'demo-records';

/** Without a storage, the records last as long as the page. */
function attempt<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch {
    return undefined;
  }
}

const api = createStandIn(attempt(() => JSON.parse(sessionStorage.getItem(KEY) ?? '[]')));

/** `fetch` for a page that has no server behind it. What it has recorded lasts as long as the tab. */
export const send: typeof fetch = async (input, init) => {
  const response = await api.handle(new Request(input, init));
  if (init?.method !== 'GET') attempt(() => sessionStorage.setItem(KEY, JSON.stringify(api.records(PROJECT_ID))));
  return response;
};
