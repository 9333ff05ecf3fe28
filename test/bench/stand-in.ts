import { serve } from '@hono/node-server';
import { createApi } from '../../demo/api';
import { USERS } from '../support/people';

/** The stand-in API and nothing else, as an upstream that costs little. A call of `/reset` forgets every record. */
let api = createApi({ users: USERS });

serve(
  {
    hostname: '127.0.0.1',
    port: 0,
    fetch(request) {
      if (!request.url.endsWith('/reset')) return api.handle(request);
      api = createApi({ users: USERS });
      return new Response();
    },
  },
  ({ port }) => process.send?.(port),
);
