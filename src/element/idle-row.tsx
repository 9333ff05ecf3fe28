import { render } from 'preact';
import { RATINGS } from '../domain/index.js';
import { pickStrings, type Strings } from '../i18n/index.js';
import type { InnerProps } from '../widget/index.js';
import { findComplaint, findTrouble, frameOf, nameOf, numberOf, RatingButtons } from '../widget/index.js';

/** Whether nothing of a widget is to be seen but its ratings, and nothing of it to be told, while nobody has touched it. */
export function isPlain(props: InnerProps): boolean {
  const { value, comment, locale, reasons, trouble } = props;
  return !(trouble ?? findTrouble(props)) && !value && comment !== 'always' && !findComplaint({ locale, reasons });
}

/** What was drawn last, to be copied for the next widget that looks the same. */
let drawn: { readonly look: readonly unknown[]; readonly strings: Strings; readonly row: Element } | undefined;

/** A widget that nobody has touched, as {@link InnerWidget} draws it, without anything behind it. */
export function drawPlain(props: InnerProps, page: Document): Element {
  const { ratings = RATINGS, theme, size, locale, strings: overrides, disabled } = props;
  const look = [ratings.join(), theme, size, locale, overrides, disabled];
  if (!drawn || drawn.look.some((value, index) => value !== look[index])) {
    const strings = pickStrings(locale, overrides);
    const place = Document.prototype.createElement.call(document, 'div');
    render(
      <div {...frameOf(props, strings)}>
        <RatingButtons ratings={ratings} chosen={null} number={null} isDisabled={!!disabled} strings={strings} onChoose={() => {}} />
      </div>,
      place,
    );
    drawn = { look, strings, row: place.firstElementChild as Element };
  }
  const row = Document.prototype.importNode.call(page, drawn.row, true) as Element;
  const group = row.firstChild as Element;
  group.setAttribute('aria-label', nameOf(numberOf(props), drawn.strings));
  return row;
}

/** Makes a row look like another with the same buttons, which stay: someone may be pressing one. */
export function restyle(row: Element, like: Element): void {
  for (const { name } of [...row.attributes]) if (!like.hasAttribute(name)) row.removeAttribute(name);
  for (const { name, value } of like.attributes) if (row.getAttribute(name) !== value) row.setAttribute(name, value);
  for (const [index, child] of [...row.children].entries()) restyle(child, like.children[index] as Element);
}
