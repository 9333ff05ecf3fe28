import { signal } from '@preact/signals';

/** What can go wrong on the way to the API, chosen in the demo's controls: what has no answer first, then the statuses. */
export const FAULTS = [
  ['none', 'Everything works'],
  ['offline', 'Offline'],
  ['dropped', 'Connection dropped after the server got it'],
  ['500', '500 Internal Server Error'],
  ['429', '429 Too Many Requests'],
  ['401', '401 Unauthorized'],
  ['403', '403 Forbidden'],
  ['404', '404 Not Found'],
  ['400', '400 Bad Request, if there are words'],
] as const;

export type Fault = (typeof FAULTS)[number][0];

export const fault = signal<Fault>('none');
export const latencyMs = signal(250);

/** What a server says. */
const bodyOf = (chosen: Fault): unknown =>
  chosen === '400' ? { feedback: ['Please leave out personal data.'] } : { error: FAULTS.find(([name]) => name === chosen)?.[1] };

/** A `fetch` with the chosen latency and fault. */
export function withFaults(send: typeof fetch): typeof fetch {
  return async (input, init) => {
    const chosen = fault.value;
    if (chosen === 'offline') throw new TypeError('Failed to fetch');
    await new Promise((resolve) => setTimeout(resolve, latencyMs.value));
    if (chosen === 'none') return send(input, init);
    if (chosen === 'dropped') {
      await send(input, init);
      throw new TypeError('Failed to fetch');
    }
    // A rating alone holds nothing that could be refused.
    if (chosen === '400' && !(JSON.parse(String(init?.body ?? '{}')) as { feedback?: string }).feedback) return send(input, init);
    return Response.json(bodyOf(chosen), { status: Number(chosen) });
  };
}
