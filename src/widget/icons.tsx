import type { Rating } from '../domain/index.js';

const UP = 'M7 10.5H3.5V20H7zL10.8 3a2.4 2.4 0 0 1 2.7 2.9L12.9 9h5.3a2.3 2.3 0 0 1 2.2 2.8l-1.5 6.4a2.3 2.3 0 0 1-2.2 1.8H7';
/** UP rotated by 180°. A CSS rotation would cost a kilobyte of memory per widget. */
const DOWN = 'M17 13.5h3.5V4H17zL13.2 21a2.4 2.4 0 0 1-2.7-2.9l.6-3.1H5.8a2.3 2.3 0 0 1-2.2-2.8l1.5-6.4a2.3 2.3 0 0 1 2.2-1.8H17';
const HEAD = 'M12 3a9 9 0 0 1 0 18 9 9 0 0 1 0-18z';
const FACE = 'M8.5 15h7M9 9.8v.4M15 9.8v.4';
/** The lines of FACE as holes in the filled head, half a stroke wider on each side because the outline covers that much. */
const CUT_OUT_FACE =
  'M8.5 13.3a1.7 1.7 0 0 0 0 3.4h7a1.7 1.7 0 0 0 0-3.4zM7.3 9.8v.4a1.7 1.7 0 0 0 3.4 0v-.4a1.7 1.7 0 0 0-3.4 0zM13.3 9.8v.4a1.7 1.7 0 0 0 3.4 0v-.4a1.7 1.7 0 0 0-3.4 0z';

const draw = (name: string, path: string) => (
  <svg class={name} viewBox="0 0 24 24" aria-hidden="true">
    <path d={path} />
  </svg>
);

/** The icon of a reason: a tick if it is chosen, else a plus. */
export const drawMark = (isChosen: boolean) => draw('cf-icon cf-mark', isChosen ? 'm4 13 5 5L20 7' : 'M12 5v14M5 12h14');

/** The outline of each rating, and the path if it is chosen. */
export const PATHS: Readonly<Record<Rating, readonly [outline: string, chosen: string]>> = {
  up: [UP, UP],
  neutral: [HEAD + FACE, HEAD + CUT_OUT_FACE],
  down: [DOWN, DOWN],
};

/** The icon of a rating: an outline, which the style sheet fills if the rating is chosen. */
export const drawIcon = (rating: Rating, isChosen: boolean) => draw('cf-icon', PATHS[rating][isChosen ? 1 : 0]);
