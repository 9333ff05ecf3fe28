import { EMPTY_ENTRY } from '../../src/delivery/entry';
import { EMPTY_STATE, type Event, type State } from '../../src/delivery/state';

/** An event and the state it led to, as one line that leaves out what is empty. */
export function trace(event: Event, { entry, session }: State): string {
  const { record: _, ...rest } = session;
  const error = rest.error?.kind ?? null;
  const stoppedBy = rest.stoppedBy?.kind ?? null;
  return `${brief(event)} -> ${differing(entry, EMPTY_ENTRY)} | ${differing({ ...rest, error, stoppedBy }, EMPTY_STATE.session)}`;
}

function differing(facts: object, empty: object): string {
  const entries = Object.entries(facts).filter(([name, value]) => brief(value) !== brief((empty as Record<string, unknown>)[name]));
  return entries.map(([name, value]) => `${name}=${brief(value)}`).join(' ');
}

/** As JSON without quotation marks, with the ends of ids alone. */
const brief = (value: unknown) =>
  JSON.stringify(value ?? null)
    .slice(0, 300)
    .replace(/[0-9a-f]{8}-0000-4000-8000-0*([0-9a-f]+)/g, '#$1')
    .replaceAll('"', '');
