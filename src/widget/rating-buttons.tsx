import type { Rating } from '../domain/index.js';
import type { Strings } from '../i18n/index.js';
import { drawIcon } from './icons.js';

interface RatingButtonsProps {
  readonly ratings: readonly Rating[];
  readonly chosen: Rating | null;
  /** The name of the group. */
  readonly name: string;
  readonly isDisabled: boolean;
  readonly strings: Strings;
  readonly onChoose: (rating: Rating) => void;
}

/** The rating buttons, a group of toggle buttons. Their labels never change; `aria-pressed` and a filled icon mark the chosen one. */
export function RatingButtons({ ratings, chosen, name, isDisabled, strings, onChoose }: RatingButtonsProps) {
  return (
    <div class="cf-group" part="group" role="group" aria-label={name}>
      {ratings.map((rating) => (
        <button
          key={rating}
          type="button"
          class="cf-rating"
          part={rating}
          aria-label={strings[rating]}
          aria-pressed={chosen === rating}
          aria-disabled={isDisabled || undefined}
          onClick={() => isDisabled || onChoose(rating)}
        >
          {/* The tooltip. As an attribute of the button it would be read as a description beside the name. */}
          <span class="cf-face" title={strings[rating]} aria-hidden="true">
            {drawIcon(rating, chosen === rating)}
          </span>
        </button>
      ))}
    </div>
  );
}
