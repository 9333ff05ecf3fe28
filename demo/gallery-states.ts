import type { Reasons } from '../src/domain/comment';
import { type Phase, RATINGS, type Rating } from '../src/domain/feedback';
import { english } from '../src/i18n/strings';
import type { Widget } from './gallery-widget';

/** How the network treats a request of this method: a status with a body, or silence. */
export type Treatment = 'silence' | { readonly status: number; readonly body?: object };

/** One state of the widget and how a person gets there. */
export interface GalleryState {
  readonly id: string;
  readonly title: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly reasons?: Reasons;
  readonly disclaimer?: string;
  readonly value?: { readonly rating: Rating; readonly comment?: string };
  readonly network?: { readonly POST?: Treatment; readonly PATCH?: Treatment };
  readonly isOffline?: boolean;
  /** Someone of the project has read what was said on an earlier visit. */
  readonly isReviewed?: boolean;
  /** Nothing says where to send feedback. */
  readonly isUnconnected?: boolean;
  readonly reach?: (widget: Widget) => Promise<unknown>;
}

const REASONS: Reasons = {
  up: ['Clear', 'Complete', 'Well sourced'],
  down: ['Wrong', 'Out of date', 'Too long', 'Not what I asked'],
};
const WORDS = 'The label never came, and the page said nothing about why.';

const rate =
  (rating: Rating, phase: Phase = 'saved') =>
  async (widget: Widget) => {
    widget.press(rating);
    await widget.comesTo(phase);
  };

/** Rates an answer as bad and sends words with these of the reasons. */
async function sendWords(widget: Widget, ...reasons: readonly number[]): Promise<void> {
  await rate('down')(widget);
  for (const reason of reasons) widget.press('reason', reason);
  widget.type(WORDS);
  widget.press('send');
  await widget.comesTo('saving');
  await widget.comesTo('saved');
}

/** Every state that a person can meet, in the order in which they would. */
export const STATES: readonly GalleryState[] = [
  { id: 'idle', title: 'Not rated' },
  {
    id: 'sending',
    title: 'Sending',
    attributes: { comment: 'off' },
    network: { POST: 'silence' },
    reach: async (widget) => widget.press('up'),
  },
  ...RATINGS.filter((rating) => rating !== 'down').map((rating) => ({ id: rating, title: english[rating], reach: rate(rating) })),
  {
    id: 'down',
    title: 'Bad, with reasons and a disclaimer',
    reasons: REASONS,
    disclaimer: 'Leave out names and order numbers.',
    async reach(widget) {
      await rate('down')(widget);
      widget.press('reason', 1);
      widget.type(WORDS);
    },
  },
  {
    id: 'closed',
    title: 'The box closed',
    async reach(widget) {
      await rate('up')(widget);
      widget.escape();
    },
  },
  {
    id: 'counter',
    title: 'Near the limit',
    attributes: { 'max-length': '70' },
    async reach(widget) {
      await rate('down')(widget);
      widget.type(WORDS);
    },
  },
  {
    id: 'too-long',
    title: 'Over the limit',
    attributes: { 'max-length': '50' },
    async reach(widget) {
      await rate('down')(widget);
      widget.type(WORDS);
      widget.press('send');
    },
  },
  {
    id: 'sending-words',
    title: 'Words on their way',
    network: { PATCH: 'silence' },
    async reach(widget) {
      await rate('down')(widget);
      widget.type(WORDS);
      widget.press('send');
      await widget.comesTo('saving');
    },
  },
  {
    id: 'sent-words',
    title: 'Thanks, and the words that were sent',
    reasons: REASONS,
    reach: (widget) => sendWords(widget, 1, 2),
  },
  { id: 'known', title: 'Given on an earlier visit', value: { rating: 'up', comment: 'Clear and short.' } },
  { id: 'reviewed', title: 'Read by someone of the project', isReviewed: true, reach: (widget) => widget.comesTo('saved') },
  {
    id: 'draft',
    title: 'Another rating: the words are a draft again',
    reasons: REASONS,
    async reach(widget) {
      await sendWords(widget, 1);
      widget.press('up');
      await widget.comesTo('saving');
      await widget.comesTo('saved');
    },
  },
  {
    id: 'removed',
    title: 'Taken back',
    async reach(widget) {
      await rate('up')(widget);
      widget.press('up');
      await widget.comesTo('idle');
    },
  },
  { id: 'waiting', title: 'The answer still streams', attributes: { 'query-id': '' }, reach: async (widget) => widget.press('up') },
  {
    id: 'offline',
    title: 'Offline',
    attributes: { comment: 'off' },
    isOffline: true,
    reach: rate('up', 'queued'),
  },
  {
    id: 'queued',
    title: 'Tried again by itself',
    attributes: { comment: 'off' },
    network: { POST: { status: 429 } },
    reach: rate('down', 'queued'),
  },
  {
    id: 'sign-in',
    title: 'Signed out',
    attributes: { comment: 'off' },
    network: { POST: { status: 401 } },
    reach: rate('down', 'failed'),
  },
  {
    id: 'cannot-rate',
    title: 'Not allowed',
    network: { POST: { status: 403 } },
    reach: rate('down', 'failed'),
  },
  {
    id: 'refused-words',
    title: 'Words that the server refuses',
    network: { PATCH: { status: 400, body: { feedback: ['Leave out e-mail addresses.'] } } },
    async reach(widget) {
      await rate('down')(widget);
      widget.type('Ask mara@northwind.example, she knows.');
      widget.press('send');
      await widget.comesTo('failed');
    },
  },
  { id: 'unavailable', title: 'Set up wrongly', isUnconnected: true },
  { id: 'disabled', title: 'Disabled', attributes: { disabled: '' } },
  { id: 'disabled-rated', title: 'Disabled, rated', attributes: { disabled: '' }, value: { rating: 'up' } },
  { id: 'always', title: 'comment="always"', attributes: { comment: 'always' } },
  { id: 'off', title: 'comment="off"', attributes: { comment: 'off' }, reach: rate('neutral') },
  { id: 'two', title: 'ratings="down up"', attributes: { ratings: 'down up' } },
  {
    id: 'small',
    title: 'size="sm"',
    attributes: { size: 'sm' },
    reasons: REASONS,
    reach: rate('down'),
  },
];
