import type { ComponentChildren } from 'preact';
import type { AnswerModel, WidgetClient } from '../client/index.js';
import type { AnswerRef, FeedbackError, FeedbackEvent, Phase, WaitingRef } from '../domain/index.js';
import type { Strings } from '../i18n/index.js';
import type { ElementOptions, Options } from '../options/index.js';
import { capitalize, guard } from '../platform/index.js';
import type { Arrival } from './succession.js';

const EVENT_TYPES = ['change', 'saved', 'removed', 'error', 'open', 'close'] as const;

/** The type of an event: `feedback-` and this is its name. */
export type EventType = (typeof EVENT_TYPES)[number];

/** The handlers of the components by the type of event, such as `onChange` for `change`. */
export const HANDLERS = Object.fromEntries(EVENT_TYPES.map((type) => [type, `on${capitalize(type)}`])) as {
  readonly [Type in EventType]: `on${Capitalize<Type>}`;
};

/** The `detail` of an event type. */
export type FeedbackDetail<Type extends EventType> = Type extends FeedbackEvent['type']
  ? Omit<Extract<FeedbackEvent, { type: Type }>, 'type'>
  : Pick<FeedbackEvent, 'answer' | 'feedback'>;

/** The event handlers of the components. */
export interface FeedbackHandlers {
  /** The person has changed the feedback. */
  onChange?: ((detail: FeedbackDetail<'change'>) => void) | undefined;
  /** The server has confirmed the feedback. */
  onSaved?: ((detail: FeedbackDetail<'saved'>) => void) | undefined;
  /** The server has confirmed that the record is deleted. */
  onRemoved?: ((detail: FeedbackDetail<'removed'>) => void) | undefined;
  /** Something failed; `willRetry` tells whether it is tried again without anyone's doing. */
  onError?: ((detail: FeedbackDetail<'error'>) => void) | undefined;
  /** The comment box has opened. A box that comes with its answer tells nothing. */
  onOpen?: ((detail: FeedbackDetail<'open'>) => void) | undefined;
  /** The comment box has closed. A box that goes with its answer, because the widget is removed or shows another one, tells nothing. */
  onClose?: ((detail: FeedbackDetail<'close'>) => void) | undefined;
}

/** Calls the handler for an event, if there is one. An error in it is reported. */
export function notify<Type extends EventType>(handlers: FeedbackHandlers, type: Type, detail: FeedbackDetail<Type>): void {
  const handler = handlers[HANDLERS[type]] as ((detail: FeedbackDetail<Type>) => void) | undefined;
  if (handler) guard(() => handler(detail));
}

/** Makes one handler for each type of event. */
export const makeHandlers = (make: (type: EventType, name: keyof FeedbackHandlers) => unknown): FeedbackHandlers =>
  Object.fromEntries(Object.entries(HANDLERS).map(([type, name]) => [name, make(type as EventType, name)]));

/** The props of `FeedbackWidget`. One of `client`, `submitter` and `projectId` (with `getToken`) is required. */
export interface FeedbackWidgetProps extends Omit<ElementOptions, 'locale'>, FeedbackHandlers {
  /** A language from `clarifeye-feedback/locales/…`. @default English */
  locale?: Strings | null | undefined;
  /** A note for the person beside the comment box. The element has a slot of this name. */
  disclaimer?: ComponentChildren;
}

/** The state of an element that outlives its component. */
export interface WidgetMemory {
  /** The model of this widget alone, while neither the ids nor an `answerKey` is known. */
  lone: AnswerModel | null;
  /** The conversation of `lone`; empty while it is not known. */
  conversationId: string;
  /** The arrival of the widget on the page, whether idle or as a component. */
  arrival: Arrival | null;
}

/** The props of the inner widget, with checked options. */
export interface InnerProps extends FeedbackHandlers {
  options: Options;
  /** Null while its ids are not known. */
  answer: AnswerRef | null;
  /** Where its feedback waits for them; null without an `answerKey`. */
  waiting: WaitingRef | null;
  /** Undefined while the set-up is missing or wrong. */
  client?: WidgetClient | undefined;
  /** The error of the set-up, which makes the widget unavailable. */
  setupError?: FeedbackError | undefined;
  /** The errors of wrong options that were replaced by their defaults. */
  warnings?: readonly FeedbackError[] | undefined;
  /** @default English */
  language?: Strings | undefined;
  disclaimer?: ComponentChildren;
  /** The state that an element keeps for its component. */
  memory?: WidgetMemory | undefined;
  /** Calls `run` after the next frame, so that the pressed button is painted before the slower status and box. */
  afterPaint?: ((run: () => void) => void) | undefined;
  onPhase?: ((phase: Phase) => void) | undefined;
  /** Draws the widget anew, in place of the HTML of a server, in which the button with this number has the focus, or none if it is -1. */
  drawAnew?: ((focused: number) => void) | undefined;
  /** The button of a widget that is drawn anew that gets the focus. */
  focused?: number | undefined;
}
