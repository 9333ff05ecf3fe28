import type { Rating } from '../domain/index.js';
import { fillIn, type Strings } from '../i18n/index.js';
import { RatingIcon } from './icons.js';

interface RatingButtonsProps {
  readonly ratings: readonly Rating[];
  readonly chosen: Rating | null;
  /** Which answer of the conversation it is, counted from one; null while that is not known. */
  readonly number: number | null;
  readonly isDisabled: boolean;
  readonly strings: Strings;
  readonly onChoose: (rating: Rating) => void;
}

/** A group of toggle buttons. Its labels never change; `aria-pressed` and the filled icon tell which one is chosen. */
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

/** The name of the group: which answer is rated. */
export const nameOf = (number: number | null, strings: Strings) => fillIn(strings.group, { number }, strings.lang);
