/** What is diagnosed: the set-up of a page. */
export interface Subject {
  readonly version: string;
  /** The options by name, the later ones over the earlier; in place of a wrong one, its error. */
  readonly layers: readonly Options[];
  /** The components of Preact. Elements are found in the document. */
  readonly components: readonly Widget[];
  readonly toFeedbacksUrl: (project: object) => string;
  /** The submitter of a client; undefined if it is not known. The script has no clients of the host. */
  readonly submitterOf?: (client: unknown) => unknown;
  /** The clients that the page has created, and that send now. The script has none. */
  readonly clients?: readonly unknown[];
  /** The ratings that wait for the ids of their answers; an empty `conversationId` is not known. The script does not report them. */
  readonly waiting?: readonly { readonly conversationId: string; readonly answerKey: string; readonly ageMs: number }[];
  /** Another copy of the package has registered the element. */
  readonly isOtherCopyInUse?: boolean;
  /** The calls of `attach`, with the number of elements that each matches now, and whether its root is in the page. Those of the script's tag are found in the document. */
  readonly searches?: readonly { readonly selector: string; readonly count: number; readonly isInPage: boolean }[];
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
  /** What was found, in a sentence. It never contains a token. */
  readonly found: string;
}

/** A row for what is right. */
export const right = (check: string, found: string): Diagnosis => ({ check, isRight: true, found });

/** A row for what is wrong. */
export const wrong = (check: string, found: string): Diagnosis => ({ check, isRight: false, found });
