import { render } from 'preact';
import { RATINGS } from '../domain/index.js';
import { pickStrings, type Strings } from '../i18n/index.js';
import { frameOf, type InnerProps, nameOf, numberOf, RatingButtons } from '../widget/index.js';

/** Whether a widget that nobody has touched shows only its rating buttons, and has nothing to tell. */
export function isIdle({ options, setupError }: InnerProps): boolean {
  return !setupError && !options.value && options.comment !== 'always';
}

/** What was drawn last, to be copied for the next widget that looks the same. */
let drawn: { readonly look: readonly unknown[]; readonly strings: Strings; readonly row: Element } | undefined;

/** A widget that nobody has touched, as the widget itself draws it, without anything behind it. */
export function drawIdleRow({ options, answer, language }: InnerProps, page: Document): Element {
  const { ratings = RATINGS, theme, size, strings: overrides, disabled } = options;
  const look = [ratings.join(), theme, size, language, overrides, disabled];
  if (!drawn || drawn.look.some((value, index) => value !== look[index])) {
    const strings = pickStrings(language, overrides);
    const place = Document.prototype.createElement.call(document, 'div');
    render(
      <div {...frameOf(options, strings)}>
        <RatingButtons ratings={ratings} chosen={null} number={null} isDisabled={!!disabled} strings={strings} onChoose={() => {}} />
      </div>,
      place,
    );
    drawn = { look, strings, row: place.firstElementChild as Element };
  }
  const row = Document.prototype.importNode.call(page, drawn.row, true) as Element;
  const group = row.firstChild as Element;
  group.setAttribute('aria-label', nameOf(numberOf(answer), drawn.strings));
  return row;
}

/** Makes a row look like another with the same buttons, which stay: someone may be pressing one. */
export function restyle(row: Element, like: Element): void {
  for (const { name } of [...row.attributes]) if (!like.hasAttribute(name)) row.removeAttribute(name);
  for (const { name, value } of like.attributes) if (row.getAttribute(name) !== value) row.setAttribute(name, value);
  for (const [index, child] of [...row.children].entries()) restyle(child, like.children[index] as Element);
}
