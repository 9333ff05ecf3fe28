import { render } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import '../src/entries/element';
import { BACKGROUNDS, type Background } from './backgrounds';
import { type GalleryState, STATES } from './gallery-states';
import { createWidget } from './gallery-widget';

interface Sheet {
  readonly theme: 'light' | 'dark' | 'page';
  readonly dir: 'ltr' | 'rtl';
}

// A page of its own for one sheet, one state or one kind of page: ?theme=dark&dir=rtl&state=said or ?on=Bootstrap
const asked = new URLSearchParams(location.search);
const isAsked = (name: string, value: string) => (asked.get(name) ?? value) === value;
const background = BACKGROUNDS[asked.get('on') ?? ''];
const sheets: readonly Sheet[] = background
  ? [{ theme: 'page', dir: 'ltr' }]
  : (['ltr', 'rtl'] as const)
      .flatMap((dir) => (['light', 'dark'] as const).map((theme): Sheet => ({ theme, dir })))
      .filter(({ theme, dir }) => isAsked('theme', theme) && isAsked('dir', dir));
const states = STATES.filter(({ id }) => isAsked('state', id));
/** The widgets that have not reached their state yet. */
let pending = states.length * sheets.length;

function Specimen({ state, sheet }: { state: GalleryState; sheet: Sheet }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const widget = createWidget(state, `${state.id} ${sheet.theme} ${sheet.dir}`);
    place.current?.append(widget.element);
    // A widget reads its texts and takes its first click a moment after it is there.
    setTimeout(async () => {
      await state.reach?.(widget);
      pending -= 1;
      if (pending) return;
      // Each box has come into view when it was opened.
      scrollTo(0, 0);
      document.documentElement.dataset['ready'] = '';
    }, 200);
  }, []);
  return <div ref={place} class="specimen" data-state={state.id} />;
}

function Gallery() {
  return (
    <>
      <header>
        <h1>Every state of the widget</h1>
        <p>
          In both themes and both directions. Some are set up wrongly or refused on purpose, so the console has lines about them.{' '}
          <a href="../">Back to the chat</a>
        </p>
        <nav aria-label="Pages">
          Page: {background ? <a href="?">demo</a> : 'demo'}
          {Object.keys(BACKGROUNDS).map((name) => (
            <>
              {' · '}
              {name === asked.get('on') ? name : <a href={`?on=${encodeURIComponent(name)}`}>{name}</a>}
            </>
          ))}
        </nav>
      </header>
      <div class="sheets">
        {sheets.map((sheet) => (
          <section
            key={`${sheet.theme} ${sheet.dir}`}
            class={sheet.theme === 'page' ? 'sheet answer' : 'sheet'}
            data-theme={sheet.theme}
            dir={sheet.dir}
            lang={sheet.dir === 'rtl' ? 'he' : 'en'}
            aria-label={`${sheet.theme}, ${sheet.dir}`}
          >
            {states.map((state) => (
              <article key={state.id}>
                <h2 lang="en" dir="ltr">
                  {state.title}
                </h2>
                <Specimen state={state} sheet={sheet} />
              </article>
            ))}
          </section>
        ))}
      </div>
    </>
  );
}

/** Styles the page as one of that kind is styled. */
function wear({ root, css }: Background): void {
  if (root) document.documentElement.setAttribute(...root);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets.push(sheet);
}

if (background) wear(background);
sessionStorage.clear();
const root = document.getElementById('gallery');
if (root) render(<Gallery />, root);
