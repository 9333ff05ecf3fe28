import { isConfirmed } from '../../src/delivery/entry';
import { mustReadFirst, phaseOf, type State } from '../../src/delivery/state';

/** The promise that a state of a delivery breaks, or null. Both hold in every state. */
export function findBroken(state: State): 'liveness' | 'truth' | null {
  const { entry, session } = state;
  const phase = phaseOf(state);
  // What is not done is being done, or something that will come by itself makes it go on.
  const goesOn = session.activity.type !== 'none' || session.isActive || session.pauses.length > 0 || session.isFollowing;
  if ((phase === 'saving' || phase === 'queued') && !goesOn) return 'liveness';
  // Nothing is called saved but what the server has confirmed.
  const isTrue = !!entry.record && isConfirmed(entry) && !entry.unresolved && !mustReadFirst(state);
  return phase === 'saved' && !isTrue ? 'truth' : null;
}
