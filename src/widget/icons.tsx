import type { Rating } from '../feedback.js';

const THUMB = 'M7 10.5 10.8 3a2.4 2.4 0 0 1 2.7 2.9L12.9 9h5.3a2.3 2.3 0 0 1 2.2 2.8l-1.5 6.4a2.3 2.3 0 0 1-2.2 1.8H7';

/** Beside a reason: a tick where it is chosen, else a plus. */
export function MarkIcon({ isChosen }: { isChosen: boolean }) {
  return (
    <svg class="cf-icon cf-mark" viewBox="0 0 24 24" aria-hidden="true">
      <path d={isChosen ? 'm4 13 5 5L20 7' : 'M12 5v14M5 12h14'} />
    </svg>
  );
}

/** The icon of a rating: an outline, which the style sheet fills when its button is pressed. */
export function RatingIcon({ rating }: { rating: Rating }) {
  return (
    <svg class={`cf-icon cf-icon-${rating}`} viewBox="0 0 24 24" aria-hidden="true">
      {rating === 'neutral' ? (
        <>
          <circle cx="12" cy="12" r="9" />
          <path d="M8.5 15h7M9 9.8v.4M15 9.8v.4" />
        </>
      ) : (
        <path d={`${THUMB}zM3.5 10.5H7V20H3.5z`} />
      )}
    </svg>
  );
}
