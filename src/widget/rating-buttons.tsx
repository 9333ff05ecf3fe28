import type { Rating } from '../domain/index.js';
import { fillIn, type Strings } from '../i18n/index.js';
import { RatingIcon } from './icons.js';

interface RatingButtonsProps {
  readonly ratings: readonly Rating[];
  readonly chosen: Rating | null;
  /** The number of the answer in its conversation, counted from one; null while it is not known. */
  readonly number: number | null;
  readonly isDisabled: boolean;
  readonly strings: Strings;
  readonly onChoose: (rating: Rating) => void;
}

/** The rating buttons, a group of toggle buttons. Their labels never change; `aria-pressed` and a filled icon mark the chosen one. */
export function RatingButtons({ ratings, chosen, number, isDisabled, strings, onChoose }: RatingButtonsProps) {
  return (
    <div class="cf-group" part="group" role="group" aria-label={nameOf(number, strings)}>
      {ratings.map((rating) => (
        <button
          key={rating}
          type="button"
          class="cf-rating"
          part={rating}
          aria-label={strings[rating]}
          title={strings[rating]}
          aria-pressed={chosen === rating}
          aria-disabled={isDisabled || undefined}
          onClick={() => isDisabled || onChoose(rating)}
        >
          <RatingIcon rating={rating} isChosen={chosen === rating} />
        </button>
      ))}
    </div>
  );
}

/** The accessible name of the group, which says which answer is rated. */
export const nameOf = (number: number | null, strings: Strings) => fillIn(strings.group, { number }, strings.lang);
