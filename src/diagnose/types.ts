/** What is diagnosed: the set-up of a page. */
export interface Subject {
  readonly version: string;
  /** The options by name, the later ones over the earlier; in place of a wrong one, its error. */
  readonly layers: readonly Options[];
  /** The components of Preact. Elements are found in the document. */
  readonly components: readonly Widget[];
  readonly toFeedbacksUrl: (project: object) => string;
}

/** Options by name. */
export type Options = Readonly<Record<string, unknown>>;

/** What is looked at in a widget: its options by name, and its phase. */
export type Widget = Options;

/** One row of a diagnosis. */
export interface Diagnosis {
  /** What was checked: `version`, `set-up`, `token`, `API`, `languages`, `storage` or `widgets`. */
  readonly check: string;
  readonly isRight: boolean;
  /** What was found, in a sentence. It never holds a token. */
  readonly found: string;
}
