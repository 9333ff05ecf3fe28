import { createStandIn } from './stand-in';

const api = createStandIn();

/** `fetch` for a page that has no server behind it. */
export const send: typeof fetch = (input, init) => api.handle(new Request(input, init));
