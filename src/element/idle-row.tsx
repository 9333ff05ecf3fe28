import { hydrate, render, type VNode } from 'preact';
import { RATINGS } from '../domain/index.js';
import { pickStrings, type Strings } from '../i18n/index.js';
import { VIEW_OPTIONS } from '../options/index.js';
import { unshadowed } from '../platform/index.js';
import { frameOf, type InnerProps, nameOf, RatingButtons } from '../widget/index.js';

/** Whether a widget that nobody has used shows only its rating buttons. */
export function isIdle({ options, setupError }: InnerProps): boolean {
  return !setupError && !options.value && options.comment !== 'always';
}

/** The row that was rendered last, to be cloned for the next widget with the same look. */
let rendered: { readonly look: readonly unknown[]; readonly strings: Strings; readonly row: Element } | undefined;

/** The rating buttons of an unused widget as the component renders them, without the component. */
export function drawIdleRow({ options, answer, language }: InnerProps, page: Document): Element {
  const { ratings = RATINGS, strings: overrides, disabled } = options;
  const look = [language, ...VIEW_OPTIONS.map((name) => (name === 'ratings' ? ratings.join() : options[name]))];
  if (!rendered || rendered.look.some((value, index) => value !== look[index])) {
    const strings = pickStrings(language, overrides);
    const container = unshadowed(document).createElement('div');
    render(
      <div {...frameOf(options, strings)}>
        <RatingButtons ratings={ratings} chosen={null} name="" isDisabled={!!disabled} strings={strings} onChoose={() => {}} />
      </div>,
      container,
    );
    rendered = { look, strings, row: container.firstElementChild as Element };
  }
  const row = Document.prototype.importNode.call(page, rendered.row, true) as Element;
  (row.firstChild as Element).setAttribute('aria-label', nameOf(answer, rendered.strings));
  return row;
}

/**
 * Puts the component behind the idle row in a container. Nodes that others have put into the row are taken out meanwhile, because Preact would draw the row
 * anew, and a press would be lost.
 */
export function hydrateRow<Props>(component: VNode<Props>, container: Element): void {
  const row = container.firstChild as Element;
  const guests = [...row.querySelectorAll(':not([part], [title], svg, path)')].map(
    (node) => [node, node.parentNode, node.nextSibling] as const,
  );
  for (const [node] of guests) node.remove();
  hydrate(component as VNode, container);
  for (const [node, parent, next] of guests.reverse()) parent?.insertBefore(node, next?.parentNode === parent ? next : null);
}
