import type { ComponentChildren } from 'preact';
import type { AnswerModel, WidgetClient } from '../client/index.js';
import type { AnswerRef, FeedbackError, FeedbackEvent, Phase } from '../domain/index.js';
import type { Strings } from '../i18n/index.js';
import type { ElementOptions, Options } from '../options/index.js';
import type { Arrival } from './succession.js';

/** The detail of one kind of event, as handlers get it. */
export type FeedbackDetail<Type extends FeedbackEvent['type']> = Omit<Extract<FeedbackEvent, { type: Type }>, 'type'>;

/** What a host can listen to. */
export interface FeedbackHandlers {
  /** The person changed something. */
  onChange?: ((detail: FeedbackDetail<'change'>) => void) | undefined;
  /** The server confirmed what is wanted. */
  onSaved?: ((detail: FeedbackDetail<'saved'>) => void) | undefined;
  /** The server confirmed that the record is gone. */
  onRemoved?: ((detail: FeedbackDetail<'removed'>) => void) | undefined;
  /** Something failed; `willRetry` tells whether it is tried again without anyone's doing. */
  onError?: ((detail: FeedbackDetail<'error'>) => void) | undefined;
}

/** The props of `FeedbackWidget`. `client`, `submitter`, or `projectId` with `getToken`, says where the feedback goes. */
export interface FeedbackWidgetProps extends Omit<Nullable<ElementOptions>, 'locale'>, FeedbackHandlers {
  /** The language, imported from `clarifeye-feedback/locales/…`. @default English */
  locale?: Strings | null | undefined;
  /** What the person should know before they write, shown beside the comment box. The element has a slot of this name. */
  disclaimer?: ComponentChildren;
}

type Nullable<T> = { [Name in keyof T]: T[Name] | null };

/** What outlives a component in its element. */
export interface WidgetMemory {
  /** The model while the ids are not known. */
  waiting: AnswerModel | null;
  /** The conversation that it is about; empty while that is not known either. */
  conversationId: string;
  /** How the widget came to the page, whichever component draws it by now. */
  arrival: Arrival | null;
}

/** The widget as the entry points draw it: with options that were checked. */
export interface InnerProps extends FeedbackHandlers {
  options: Options;
  /** Null while its ids are not known. */
  answer: AnswerRef | null;
  /** Undefined while it is not known where the feedback goes. */
  client?: WidgetClient | undefined;
  /** What is wrong with the set-up, so that nothing can be recorded. */
  setupError?: FeedbackError | undefined;
  /** Wrong options in whose place the defaults are used. */
  warnings?: readonly FeedbackError[] | undefined;
  /** The language; English where there is none. */
  language?: Strings | undefined;
  disclaimer?: ComponentChildren;
  /** What an element that outlives the component remembers for it. */
  memory?: WidgetMemory | undefined;
  /** Where a press is to be painted before the words and the box that come of it, which take longer: runs something after the next frame. */
  afterPaint?: ((run: () => void) => void) | undefined;
  onPhase?: ((phase: Phase) => void) | undefined;
}
