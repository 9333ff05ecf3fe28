import type { ComponentChildren } from 'preact';
import type { Submitter } from '../api/index.js';
import type { AnswerModel, FeedbackClient, FeedbackEvent } from '../client/index.js';
import type { FeedbackError, Phase, Rating } from '../domain/index.js';
import type { Strings } from '../i18n/index.js';
import type { WidgetOptions } from '../options/index.js';
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

/** The props of `FeedbackWidget`. `client` or `submitter` says where the feedback goes. */
export interface FeedbackWidgetProps extends WidgetOptions, FeedbackHandlers {
  /** What `createFeedbackClient` returned. */
  client?: FeedbackClient | undefined;
  /** What `createSubmitter` returned. Gets one client with the default options. */
  submitter?: Submitter | undefined;
  /** UUID of the conversation. While it or `queryId` is missing, a rating waits. */
  conversationId?: string | null | undefined;
  /** The number of the user query that was answered; 0 is valid. */
  queryId?: number | null | undefined;
  /** What the host already knows of this person's feedback, shown as saved unless the person has said more since. */
  value?: { id?: string | undefined; rating: Rating; comment?: string | null | undefined } | null | undefined;
  /** The language, imported from `clarifeye-feedback/locales/…`. @default English */
  locale?: Strings | undefined;
  /** What the person should know before they write, shown beside the comment box. The element has a slot of this name. */
  disclaimer?: ComponentChildren;
}

/** What outlives a component in its element. */
export interface Kept {
  /** The model while the ids are not known. */
  waiting: AnswerModel | null;
  /** The conversation that it is about, in lower case; empty while that is not known either. */
  conversationId: string;
  /** How the widget came to the page, whoever stands for it by now. */
  arrival: Arrival | null;
}

/** What only the doors of this package pass. */
export interface InnerProps extends FeedbackWidgetProps {
  /** Where the set-up is not known yet: what is said waits, and its absence is no error. */
  isPending?: boolean | undefined;
  /** What the door in front of this component found wrong with the set-up. */
  trouble?: FeedbackError | undefined;
  /** Wrong options in whose place it uses the defaults. */
  warnings?: readonly FeedbackError[] | undefined;
  /** What a door that outlives the component keeps for it. */
  kept?: Kept | undefined;
  /** Where a press is to be painted before the words and the box that come of it, which take longer: does a deed after the next frame. */
  afterPaint?: ((deed: () => void) => void) | undefined;
  onPhase?: ((phase: Phase) => void) | undefined;
}
