/** A page as chats style theirs. The answer has the class `answer`. */
export interface Background {
  /** What the page puts on its root element: the name of an attribute, and its value. */
  readonly root?: readonly [name: string, value: string];
  readonly css: string;
  /** Red, green and blue of the text around the widget. */
  readonly ink: string;
}

/** The kinds of pages on which the widget has to look at home. */
export const BACKGROUNDS: Readonly<Record<string, Background>> = {
  light: { css: 'body { background: #fff; color: #1f2937 }', ink: '31, 41, 55' },
  'dark by class': { root: ['class', 'dark'], css: '.dark body { background: #030712; color: #e5e7eb }', ink: '229, 231, 235' },
  'dark by attribute': {
    root: ['data-theme', 'night'],
    css: '[data-theme=night] body { background: #000; color: #d4d4d8 }',
    ink: '212, 212, 216',
  },
  'dark by color-scheme': { css: ':root { color-scheme: dark } body { background: #111; color: #eee }', ink: '238, 238, 238' },
  'a tinted bubble': { css: '.answer { background: #dbeafe; color: #1e3a8a; border-radius: 12px }', ink: '30, 58, 138' },
  'an image': { css: 'body { background: linear-gradient(45deg, #14532d, #1e1b4b); color: #fff }', ink: '255, 255, 255' },
  'a muted bar': { css: 'body { background: #fff } .answer { color: #6b7280 }', ink: '107, 114, 128' },
  Tailwind: {
    root: ['class', 'dark'],
    css: '*, ::before, ::after { box-sizing: border-box; border: 0 solid; margin: 0; padding: 0 } button { background: none; font: inherit; color: inherit } svg { display: block; vertical-align: middle } .dark body { background: #1e293b; color: #cbd5e1 }',
    ink: '203, 213, 225',
  },
  Bootstrap: {
    root: ['data-bs-theme', 'dark'],
    css: ':root { --bs-body-color: #dee2e6; --bs-body-bg: #212529 } body { color: var(--bs-body-color); background: var(--bs-body-bg) } button { border-radius: 0; text-transform: none }',
    ink: '222, 226, 230',
  },
  Carbon: {
    root: ['class', 'cds--g100'],
    css: '.cds--g100 { --cds-text-secondary: #c6c6c6; background: #161616 } body { font-family: IBM Plex Sans, serif; letter-spacing: .16px; color: var(--cds-text-secondary) }',
    ink: '198, 198, 198',
  },
};
