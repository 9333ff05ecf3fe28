import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createSubmitter } from '../../src/api/submitter';
import { createClient, withAnswers } from '../../src/client/feedback-client';
import { createRequestQueue } from '../../src/delivery/request-queue';
import { RATINGS } from '../../src/domain/feedback';
import french from '../../src/i18n/locales/fr';
import { english } from '../../src/i18n/strings';
import { systemClock } from '../../src/platform/clock';
import { browser } from '../../src/platform/environment';
import { FeedbackWidget } from '../../src/widget/feedback-widget';
import type { FeedbackWidgetProps } from '../../src/widget/props';
import { ANSWER, PROJECT_ID } from '../support/people';
import { createHold, createTestApi, refuse } from '../support/test-api';
import { cleanup, render, screen, waitFor, within } from '../support/testing-library';

function setUp(props: FeedbackWidgetProps = {}, server = createTestApi()) {
  const submitter = createSubmitter({ projectId: PROJECT_ID, getToken: () => 'ada-token', fetch: server.fetch });
  const queue = createRequestQueue(2, systemClock, Math.random);
  const client = withAnswers(createClient({ submitter }, { environment: browser, queue }));
  const all = { client, ...ANSWER, ...props };
  const { rerender } = render(<FeedbackWidget {...all} />);
  return {
    server,
    client,
    user: userEvent.setup(),
    set: (more: FeedbackWidgetProps) => rerender(<FeedbackWidget {...all} {...more} />),
  };
}

const button = (name: string) => screen.getByRole('button', { name });
const good = () => button('Good response');
const bad = () => button('Bad response');
const pressed = () => screen.getAllByRole('button', { pressed: true }).map((element) => element.getAttribute('aria-label'));
/** The live region, which has no role so that it can be read as text. */
const statusRegion = () => document.querySelector('[aria-live=polite]') as Element;
const told = () => [statusRegion(), ...screen.queryAllByRole('alert')].map((region) => region.textContent).join('');
const saysSoon = (text: string) => waitFor(() => expect(told()).toBe(text));

describe('FeedbackWidget', () => {
  afterEach(() => {
    cleanup();
    sessionStorage.clear();
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
  });

  it('is a group of toggle buttons, one for each rating, that keep their names', async () => {
    const { user } = setUp();
    const group = screen.getByRole('group', { name: 'Rate answer 1' });
    const names = () =>
      within(group)
        .getAllByRole('button')
        .map((element) => [element.getAttribute('aria-label'), element.getAttribute('aria-pressed')]);
    expect(names()).toEqual(RATINGS.map((rating) => [english[rating], 'false']));
    await user.click(bad());
    expect(names()).toEqual(RATINGS.map((rating) => [english[rating], `${rating === 'down'}`]));
  });

  it('records a rating on its own answer where two components have the same answerKey, whichever id comes first', async () => {
    const { client, server } = setUp();
    cleanup();
    const { conversationId } = ANSWER;
    const show = (...queryIds: readonly (number | undefined)[]) =>
      queryIds.map((queryId, index) => (
        <FeedbackWidget key={index} client={client} conversationId={conversationId} queryId={queryId} answerKey="draft" />
      ));
    const { rerender } = render(<main>{show(undefined, undefined)}</main>);
    await userEvent.click(screen.getAllByRole('button', { name: 'Bad response' })[0] as Element);
    rerender(<main>{show(undefined, 8)}</main>);
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(server.methods()).toEqual([]);
    rerender(<main>{show(7, 8)}</main>);
    await waitFor(() => expect(server.records().map(({ context }) => context.query_id)).toEqual([7]));
  });

  it('records a click at once and thanks only when the server has it', async () => {
    const { server, user } = setUp();
    const hold = createHold();
    server.meet(hold.fault);
    await user.click(good());
    await screen.findByText('Sending…');
    expect(told()).toBe('');
    hold.open();
    await saysSoon('Thanks for your feedback!');
    expect(server.records()).toMatchObject([{ is_positive: true, feedback: '' }]);
  });

  it('asks for words after a rating, in a box whose label fits it, without taking the focus', async () => {
    const { user } = setUp();
    expect(screen.queryByRole('textbox')).toBeNull();
    await user.click(bad());
    expect(screen.getByRole('textbox', { name: 'What went wrong? (optional)' })).toBeTruthy();
    expect(document.activeElement).toBe(bad());
    await user.click(good());
    expect(screen.getByRole('textbox', { name: 'What did you like? (optional)' })).toBeTruthy();
  });

  it('adds the words to the same record, and shows them as text', async () => {
    const { server, user } = setUp();
    const words = '<img src=x onerror="window.hacked=1"> שלום 👍';
    await user.click(good());
    await user.type(screen.getByRole('textbox'), words);
    await user.click(button('Send'));
    await waitFor(() => expect(server.records()).toMatchObject([{ feedback: words }]));
    await waitFor(() => expect(screen.queryByRole('textbox')).toBeNull());
    expect(screen.getByText(words)).toBeTruthy();
    expect(document.querySelector('img')).toBeNull();
  });

  it('sends with Ctrl+Enter, and closes with Escape, which keeps the draft', async () => {
    const { server, user } = setUp();
    await user.click(good());
    await user.type(screen.getByRole('textbox'), 'Half a th');
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('textbox')).toBeNull();
    expect(document.activeElement).toBe(button('Add a comment'));
    await user.click(button('Add a comment'));
    expect(screen.getByRole('textbox')).toHaveProperty('value', 'Half a th');
    await user.type(screen.getByRole('textbox'), 'ought{Control>}{Enter}{/Control}');
    await waitFor(() => expect(server.records()).toMatchObject([{ feedback: 'Half a thought' }]));
  });

  it('edits what was said, and undoes it', async () => {
    const { server, user } = setUp();
    await user.click(good());
    await user.type(screen.getByRole('textbox'), 'First{Control>}{Enter}{/Control}');
    await user.click(await screen.findByRole('button', { name: 'Edit' }));
    const box = screen.getByRole('textbox');
    expect(box).toHaveProperty('value', 'First');
    await user.type(box, ', and second{Control>}{Enter}{/Control}');
    await waitFor(() => expect(server.records()).toMatchObject([{ feedback: 'First, and second' }]));
    await user.click(await screen.findByRole('button', { name: 'Remove' }));
    await saysSoon('Your feedback was removed.');
    expect(server.records()).toEqual([]);
    expect(screen.queryAllByRole('button', { pressed: true })).toEqual([]);
    await user.click(button('Undo'));
    await saysSoon('Thanks for your feedback!');
    expect(server.records()).toMatchObject([{ is_positive: true, feedback: 'First, and second' }]);
    expect(screen.getByText('First, and second')).toBeTruthy();
    expect([pressed(), screen.queryByRole('button', { name: 'Undo' })]).toEqual([['Good response'], null]);
  });

  it('offers Undo until the next action, also where a rating alone was taken back', async () => {
    const { server, user } = setUp();
    await user.click(good());
    await saysSoon('Thanks for your feedback!');
    await user.click(good());
    await user.click(await screen.findByRole('button', { name: 'Undo' }));
    await saysSoon('Thanks for your feedback!');
    expect(server.records()).toMatchObject([{ is_positive: true, feedback: '' }]);
    await user.click(good());
    await saysSoon('Your feedback was removed.');
    await user.click(bad());
    expect(screen.queryByRole('button', { name: 'Undo' })).toBeNull();
  });

  it('takes words off the record when the rating changes, and puts them in the box under the new question', async () => {
    const { server, user } = setUp();
    await user.click(bad());
    await user.type(screen.getByRole('textbox'), 'Too long{Control>}{Enter}{/Control}');
    await waitFor(() => expect(server.records()).toMatchObject([{ feedback: 'Too long' }]));
    await user.click(good());
    await saysSoon('Thanks for your feedback!');
    expect(server.records()).toMatchObject([{ is_positive: true, feedback: '' }]);
    expect(screen.getByRole('textbox', { name: 'What did you like? (optional)' })).toHaveProperty('value', 'Too long');
    await user.click(button('Send'));
    await waitFor(() => expect(server.records()).toMatchObject([{ is_positive: true, feedback: 'Too long' }]));
  });

  it('says with every control past the ratings which answer it is about', async () => {
    const { user } = setUp();
    await user.click(good());
    const [, form] = screen.getAllByRole('group', { name: 'Rate answer 1' });
    expect(within(form as HTMLElement).getByRole('textbox')).toBeTruthy();
    await user.click(button('Close'));
    expect(button('Add a comment').getAttribute('aria-description')).toBe('Rate answer 1');
    await user.click(button('Add a comment'));
    await user.type(screen.getByRole('textbox'), 'First{Control>}{Enter}{/Control}');
    const [, sent] = screen.getAllByRole('group', { name: 'Rate answer 1' });
    expect(
      within(sent as HTMLElement)
        .getAllByRole('button')
        .map((one) => one.textContent),
    ).toEqual(['Edit', 'Remove']);
    await user.click(button('Remove'));
    expect((await screen.findByRole('button', { name: 'Undo' })).getAttribute('aria-description')).toBe('Rate answer 1');
  });

  it('takes a rating back when it is pressed again', async () => {
    const { server, user } = setUp();
    await user.click(good());
    await saysSoon('Thanks for your feedback!');
    await user.click(good());
    await saysSoon('Your feedback was removed.');
    expect(server.methods()).toEqual(['POST', 'DELETE']);
  });

  it('says what failed, and sends again on Retry', async () => {
    const { server, user } = setUp();
    server.meet(refuse(429));
    await user.click(good());
    await saysSoon('Not sent yet. Trying again.');
    await user.click(button('Retry'));
    await saysSoon('Thanks for your feedback!');
    expect(screen.queryByRole('button', { name: 'Retry' })).toBeNull();
  });

  it("shows the server's messages as text", async () => {
    const { server, user } = setUp();
    server.meet(refuse(400, { feedback: ['<b>No</b> names.'], context: { query_id: ['Unknown.'] } }));
    await user.click(good());
    await saysSoon('<b>No</b> names. Unknown.');
  });

  it('offers no Retry for what nobody may do', async () => {
    const { server, user } = setUp();
    server.meet(refuse(403));
    await user.click(good());
    await saysSoon("You can't rate this answer.");
    expect(screen.queryByRole('button', { name: 'Retry' })).toBeNull();
    expect(screen.queryAllByRole('button', { pressed: true })).toEqual([]);
  });

  it('counts code points near the limit, never cuts, and sends nothing over it', async () => {
    const { server, user } = setUp({ maxLength: 5 });
    await user.click(good());
    await saysSoon('Thanks for your feedback!');
    const box = screen.getByRole('textbox');
    await user.type(box, '👍👍👍');
    expect(screen.queryByText(/5 at most/)).toBeNull();
    await user.type(box, '👍');
    expect(screen.getByText('4 characters, 5 at most')).toBeTruthy();
    await user.type(box, '👍👍');
    await user.click(button('Send'));
    expect(screen.getByRole('alert').textContent).toBe('Your comment is too long: 6 characters, 5 at most.');
    expect(box).toHaveProperty('value', '👍'.repeat(6));
    expect(server.methods()).toEqual(['POST']);
  });

  it('waits for the answer, and sends the rating when its ids arrive', async () => {
    const { server, user, set } = setUp({ queryId: undefined });
    await user.click(bad());
    await saysSoon('Not sent yet.');
    await user.type(screen.getByRole('textbox'), 'Too slow');
    set({ queryId: 3 });
    await saysSoon('Thanks for your feedback!');
    expect(server.records()).toMatchObject([{ is_positive: false, context: { query_id: 3 } }]);
    expect(screen.getByRole('textbox')).toHaveProperty('value', 'Too slow');
  });

  it('thanks for words that were sent before the ids were known', async () => {
    const { server, user, set } = setUp({ queryId: undefined });
    await user.click(bad());
    await user.type(screen.getByRole('textbox'), 'Too slow{Control>}{Enter}{/Control}');
    set({ queryId: 3 });
    await saysSoon('Thanks for your feedback!');
    expect(server.records()).toMatchObject([{ is_positive: false, feedback: 'Too slow' }]);
    expect(screen.queryByRole('textbox')).toBeNull();
    expect(screen.getByText('Too slow')).toBeTruthy();
  });

  it("shows the other answer's state when its ids change, and the former one's when they change back", async () => {
    const { user, set } = setUp();
    await user.click(good());
    set({ queryId: 1 });
    expect(screen.queryAllByRole('button', { pressed: true })).toEqual([]);
    set({ queryId: 0 });
    expect(pressed()).toEqual(['Good response']);
  });

  it('shows the same state after a re-mount and in a second widget', async () => {
    const { client, user } = setUp();
    await user.click(bad());
    await user.type(screen.getByRole('textbox'), 'Draft');
    cleanup();
    render(
      <>
        <FeedbackWidget client={client} {...ANSWER} />
        <FeedbackWidget client={client} {...ANSWER} />
      </>,
    );
    expect(pressed()).toEqual(['Bad response', 'Bad response']);
    expect(screen.getAllByRole('textbox').map((box) => (box as HTMLTextAreaElement).value)).toEqual(['Draft', 'Draft']);
  });

  it('with submit-on="send" sends rating and words together', async () => {
    const { server, user } = setUp({ submitOn: 'send' });
    await user.click(good());
    await user.type(screen.getByRole('textbox'), 'Nice');
    expect(server.calls).toEqual([]);
    await user.click(button('Send'));
    await saysSoon('Thanks for your feedback!');
    expect(server.calls.map(({ body }) => body)).toMatchObject([{ is_positive: true, feedback: 'Nice' }]);
  });

  it('with submit-on="send" sends the rating alone when the person leaves the box', async () => {
    const { server, user } = setUp({ submitOn: 'send' });
    await user.click(good());
    await user.click(screen.getByRole('textbox'));
    await user.keyboard('{Escape}');
    await saysSoon('Thanks for your feedback!');
    expect(server.records()).toMatchObject([{ is_positive: true, feedback: '' }]);
  });

  it('with submit-on="send" sends the rating alone when the widget goes', async () => {
    const { server, user } = setUp({ submitOn: 'send' });
    await user.click(good());
    cleanup();
    await waitFor(() => expect(server.records()).toMatchObject([{ is_positive: true, feedback: '' }]));
  });

  it('with submit-on="send" but no box to send from records the click at once', async () => {
    const { server, user } = setUp({ submitOn: 'send', comment: 'off' });
    await user.click(good());
    await waitFor(() => expect(server.records()).toMatchObject([{ is_positive: true }]));
  });

  it('keeps a rating that is held back when the ids arrive', async () => {
    const { server, user, set } = setUp({ submitOn: 'send', queryId: undefined });
    await user.click(bad());
    set({ submitOn: 'send', queryId: 2 });
    expect(pressed()).toEqual(['Bad response']);
    await user.click(button('Send'));
    await waitFor(() => expect(server.records()).toMatchObject([{ is_positive: false, context: { query_id: 2 } }]));
  });

  it('leaves Enter and Escape to an input method that is composing', async () => {
    const { server, user } = setUp({ comment: 'always' });
    const box = screen.getByRole('textbox');
    await user.type(box, 'に');
    for (const key of ['Enter', 'Escape'])
      box.dispatchEvent(new KeyboardEvent('keydown', { key, ctrlKey: true, isComposing: true, bubbles: true }));
    expect(server.calls).toEqual([]);
  });

  it('announces that the words are too long each time they are sent, and not while they are typed', async () => {
    const { user } = setUp({ maxLength: 3 });
    await user.click(good());
    await user.type(screen.getByRole('textbox'), 'Much');
    await user.click(button('Send'));
    expect(screen.getByRole('alert').textContent).toBe('Your comment is too long: 4 characters, 3 at most.');
    await user.type(screen.getByRole('textbox'), '!');
    expect(screen.queryByRole('alert')).toBeNull();
    expect(screen.getByText('Your comment is too long: 5 characters, 3 at most.')).toBeTruthy();
    await user.click(button('Send'));
    expect(screen.getByRole('alert').textContent).toBe('Your comment is too long: 5 characters, 3 at most.');
  });

  it('announces a refusal once, however often the box is opened and closed', async () => {
    const { server, user } = setUp();
    await user.click(bad());
    await saysSoon('Thanks for your feedback!');
    server.meet(refuse(400, { feedback: ['No names.'] }));
    await user.type(screen.getByRole('textbox'), 'Bob{Control>}{Enter}{/Control}');
    await saysSoon('No names.');
    for (let round = 0; round < 2; round += 1) {
      await user.keyboard('{Escape}');
      expect([screen.queryByRole('alert'), !!screen.getByText('No names.')]).toEqual([null, true]);
      await user.click(button('Edit'));
      expect([screen.queryByRole('alert'), !!screen.getByText('No names.')]).toEqual([null, true]);
    }
  });

  it('does not blame the words for what is wrong with another field', async () => {
    const { server, user } = setUp();
    await user.click(bad());
    await saysSoon('Thanks for your feedback!');
    server.meet(refuse(400, { context: { query_id: ['Unknown.'] } }));
    await user.type(screen.getByRole('textbox'), 'Hm{Control>}{Enter}{/Control}');
    await saysSoon('Unknown.');
    expect(screen.getByRole('textbox').getAttribute('aria-invalid')).toBeNull();
  });

  it('takes a double-click on Edit for one press, and not for one on what comes in its place', async () => {
    const { user } = setUp({ reasons: { up: ['Clear'] } });
    await user.click(good());
    await user.type(screen.getByRole('textbox'), 'Nice{Control>}{Enter}{/Control}');
    await user.click(await screen.findByRole('button', { name: 'Edit' }));
    const chip = button('Clear');
    chip.dispatchEvent(new MouseEvent('click', { detail: 2, bubbles: true }));
    expect(chip.getAttribute('aria-pressed')).toBe('false');
  });

  it('with submit-on="send" says that a rating is not sent yet, and lets the person leave a box that is always there', async () => {
    const { server, user } = setUp({ submitOn: 'send', comment: 'always' });
    await user.click(good());
    await saysSoon('Not sent yet.');
    await user.click(button('Close'));
    await saysSoon('Thanks for your feedback!');
    expect(server.records()).toMatchObject([{ is_positive: true }]);
  });

  it('with submit-on="send" holds a rating while another widget shows it', async () => {
    const { server, client, user } = setUp({ submitOn: 'send' });
    const other = render(<FeedbackWidget client={client} {...ANSWER} submitOn="send" />);
    await user.click(screen.getAllByRole('button', { name: 'Good response' })[0] as HTMLElement);
    other.unmount();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(server.calls).toEqual([]);
  });

  it('forgets what waits for its ids on sign-out', async () => {
    const { server, client, user, set } = setUp({ queryId: undefined });
    await user.click(bad());
    await user.type(screen.getByRole('textbox'), 'Secret');
    client.clear();
    await waitFor(() => expect(screen.queryAllByRole('button', { pressed: true })).toEqual([]));
    set({ queryId: 3 });
    await user.click(bad());
    expect(screen.getByRole('textbox')).toHaveProperty('value', '');
    await waitFor(() => expect(server.methods()).toEqual(['POST']));
  });

  it('shows the words that it may not change', () => {
    setUp({ disabled: true, value: { rating: 'down', comment: 'Too long' } });
    expect(screen.getByText('Too long')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Edit' })).toBeNull();
  });

  it('takes a double-click for one choice', async () => {
    const { server, user } = setUp();
    await user.dblClick(good());
    await saysSoon('Thanks for your feedback!');
    expect([pressed(), server.methods()]).toEqual([['Good response'], ['POST']]);
  });

  it('keeps the focus in the widget when Retry, Remove or Undo goes away', async () => {
    const { server, user } = setUp();
    server.meet(refuse(429));
    await user.click(good());
    await saysSoon('Not sent yet. Trying again.');
    await user.click(button('Retry'));
    await saysSoon('Thanks for your feedback!');
    expect(document.activeElement).toBe(good());
    await user.type(screen.getByRole('textbox'), 'Nice{Control>}{Enter}{/Control}');
    await user.click(await screen.findByRole('button', { name: 'Remove' }));
    await saysSoon('Your feedback was removed.');
    expect(document.activeElement).toBe(good());
    await user.click(button('Undo'));
    await saysSoon('Thanks for your feedback!');
    expect(document.activeElement).toBe(good());
  });

  it.each([
    'Tab',
    'a click',
  ])('after a reload shows the words on record in a box that is always open, once it is reached by %s', async (how) => {
    // One tab needs no more of Web Locks, which happy-dom does not have. Without any, the list is read again later.
    vi.stubGlobal('navigator', Object.create(navigator, { locks: { value: { request: (_: string, run: () => unknown) => run() } } }));
    const { server, user, client } = setUp({ comment: 'always' });
    await user.click(bad());
    await user.type(screen.getByRole('textbox'), 'Too long{Control>}{Enter}{/Control}');
    await waitFor(() => expect(server.records()).toMatchObject([{ feedback: 'Too long' }]));
    // The words leave the storage.
    await waitFor(() => expect(JSON.stringify(sessionStorage)).not.toContain('Too long'));
    cleanup();
    client.dispose();
    setUp({ comment: 'always' }, server);
    expect(screen.getByRole('textbox')).toHaveProperty('value', '');
    expect(server.methods()).toEqual(['POST', 'PATCH']);
    if (how === 'Tab') while (document.activeElement !== screen.getByRole('textbox')) await user.tab();
    else await user.click(screen.getByRole('textbox'));
    await waitFor(() => expect(screen.getByRole('textbox')).toHaveProperty('value', 'Too long'));
    expect(server.methods()).toEqual(['POST', 'PATCH', 'GET']);
  });

  it('with submit-on="send" sends the rating alone when the page is hidden', async () => {
    const { server, user } = setUp({ submitOn: 'send' });
    await user.click(good());
    vi.spyOn(Document.prototype, 'visibilityState', 'get').mockReturnValue('hidden');
    document.dispatchEvent(new Event('visibilitychange'));
    await waitFor(() => expect(server.records()).toMatchObject([{ is_positive: true, feedback: '' }]));
  });

  it('with comment="always" sends words without a rating as neutral', async () => {
    const { server, user } = setUp({ comment: 'always' });
    await user.type(screen.getByRole('textbox', { name: 'Your comment (optional)' }), 'Hm{Control>}{Enter}{/Control}');
    await saysSoon('Thanks for your feedback!');
    expect(server.records()).toMatchObject([{ is_positive: null, feedback: 'Hm' }]);
    expect(pressed()).toEqual(['Neither good nor bad']);
  });

  it('with comment="off" never asks for words', async () => {
    const { user } = setUp({ comment: 'off' });
    await user.click(good());
    await saysSoon('Thanks for your feedback!');
    expect(screen.queryByRole('textbox')).toBeNull();
  });

  it('shows the ratings it is given, in their order', () => {
    setUp({ ratings: ['down', 'up'] });
    expect(screen.getAllByRole('button').map((element) => element.getAttribute('aria-label'))).toEqual(['Bad response', 'Good response']);
  });

  it('does nothing while disabled, and offers nothing', async () => {
    const { server, user } = setUp({ disabled: true, comment: 'always' });
    expect(screen.queryByRole('textbox')).toBeNull();
    await user.click(good());
    expect(good().getAttribute('aria-disabled')).toBe('true');
    expect(server.calls).toEqual([]);
  });

  describe('with reasons', () => {
    const reasons = { up: ['Clear'], down: ['Wrong', 'Too long'] };
    const chips = () => within(screen.getByRole('group', { name: /optional/ })).getAllByRole('button');

    it('offers those of the rating, in a group with the label of the box', async () => {
      const { user } = setUp({ reasons });
      await user.click(bad());
      expect(screen.getByRole('group', { name: 'What went wrong? (optional)' })).toBeTruthy();
      expect(chips().map((chip) => [chip.textContent, chip.getAttribute('aria-pressed')])).toEqual([
        ['Wrong', 'false'],
        ['Too long', 'false'],
      ]);
      await user.click(button('Neither good nor bad'));
      expect(screen.queryByRole('button', { name: 'Wrong' })).toBeNull();
    });

    it('sends the chosen ones in front of the words, and shows them as they were chosen', async () => {
      const { server, user } = setUp({ reasons });
      await user.click(bad());
      await user.click(button('Too long'));
      await user.click(button('Wrong'));
      await user.click(button('Wrong'));
      await user.type(screen.getByRole('textbox'), 'Far too long');
      await user.click(button('Send'));
      await waitFor(() => expect(server.records()).toMatchObject([{ feedback: '#Too long\nFar too long' }]));
      expect(document.querySelector('.cf-quote')?.textContent).toBe('Too longFar too long');
      await user.click(button('Edit'));
      expect(screen.getByRole('textbox')).toHaveProperty('value', 'Far too long');
      expect(screen.getByRole('button', { name: 'Too long', pressed: true })).toBeTruthy();
    });

    it('sends them without words', async () => {
      const { server, user } = setUp({ reasons });
      await user.click(good());
      await user.click(button('Clear'));
      await user.click(button('Send'));
      await waitFor(() => expect(server.records()).toMatchObject([{ is_positive: true, feedback: '#Clear' }]));
    });

    it('keeps those of another rating in the box, where they can be let go', async () => {
      const { server, user } = setUp({ reasons });
      await user.click(bad());
      await user.click(button('Wrong'));
      await user.type(screen.getByRole('textbox'), 'Hm');
      await user.click(button('Send'));
      await waitFor(() => expect(server.records()).toMatchObject([{ feedback: '#Wrong\nHm' }]));
      await user.click(good());
      await waitFor(() => expect(server.records()).toMatchObject([{ is_positive: true, feedback: '' }]));
      expect(screen.getByRole('textbox')).toHaveProperty('value', 'Hm');
      await user.click(screen.getByRole('button', { name: 'Wrong', pressed: true }));
      await user.click(button('Send'));
      await waitFor(() => expect(server.records()).toMatchObject([{ is_positive: true, feedback: 'Hm' }]));
    });

    it('keeps a chosen one in sight when the host takes it back', async () => {
      const { user, set } = setUp({ reasons });
      await user.click(bad());
      await user.click(button('Wrong'));
      set({ reasons: { down: ['Other'] } });
      expect(chips().map((chip) => [chip.textContent, chip.getAttribute('aria-pressed')])).toEqual([
        ['Other', 'false'],
        ['Wrong', 'true'],
      ]);
    });

    it('counts them as part of the comment', async () => {
      const { user } = setUp({ reasons, maxLength: 10 });
      await user.click(bad());
      await user.click(button('Too long'));
      expect(screen.getByText('9 characters, 10 at most')).toBeTruthy();
    });

    it('warns of a wrong list and goes on without it', async () => {
      const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
      const { user } = setUp({ reasons: { down: 'Wrong' } as never });
      await user.click(bad());
      expect(screen.getByRole('textbox')).toBeTruthy();
      expect(warn.mock.calls).toEqual([
        [expect.stringMatching(/^clarifeye-feedback: reasons prop: got an object, needs lists of different texts/)],
      ]);
    });
  });

  it('shows a disclaimer beside the box, and describes the box by it', async () => {
    const { user } = setUp({ disclaimer: 'Leave out names.' });
    expect(screen.queryByText('Leave out names.')).toBeNull();
    await user.click(bad());
    expect(screen.getByRole('textbox', { description: 'Leave out names.' })).toBeTruthy();
  });

  it('shows what was said while it is on its way, and thanks when it is there', async () => {
    const { server, user } = setUp();
    await user.click(bad());
    await saysSoon('Thanks for your feedback!');
    const hold = createHold();
    server.meet(hold.fault);
    await user.type(screen.getByRole('textbox'), 'Too long');
    await user.click(button('Send'));
    expect(screen.getByText('Too long')).toBeTruthy();
    expect(told()).toBe('');
    hold.open();
    await saysSoon('Thanks for your feedback!');
  });

  it('opens the box again when the words are refused, and ties the message to it', async () => {
    const { server, user } = setUp();
    await user.click(bad());
    await saysSoon('Thanks for your feedback!');
    server.meet(refuse(400, { feedback: ['Leave out names.'] }));
    await user.type(screen.getByRole('textbox'), 'It was Bob');
    await user.click(button('Send'));
    const box = await screen.findByRole('textbox', { description: 'Leave out names.' });
    expect([box.getAttribute('aria-invalid'), (box as HTMLTextAreaElement).value, document.activeElement]).toEqual([
      'true',
      'It was Bob',
      box,
    ]);
    expect(screen.getByRole('alert').textContent).toBe('Leave out names.');
  });

  it('takes a language, and tells of one that is only a tag', () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const { set } = setUp({ locale: french });
    expect(screen.getByRole('group', { name: 'Évaluer la réponse 1' }).closest('[lang]')?.getAttribute('lang')).toBe('fr');
    set({ locale: 'fr' as never });
    expect(good()).toBeTruthy();
    expect(warn.mock.calls).toEqual([
      [expect.stringMatching(/^clarifeye-feedback: locale prop: got "fr", needs a language imported from/)],
    ]);
  });

  it('tells the answers of a page apart', () => {
    const { set } = setUp({ queryId: 41 });
    expect(screen.getByRole('group', { name: 'Rate answer 42' })).toBeTruthy();
    set({ queryId: undefined });
    expect(screen.getByRole('group', { name: 'Rate answer' })).toBeTruthy();
  });

  it('takes own texts', () => {
    setUp({ strings: { up: 'Hilfreich' } });
    expect(button('Hilfreich')).toBeTruthy();
  });

  it('tells the host when the comment box opens and closes', async () => {
    const onOpen = vi.fn();
    const onClose = vi.fn();
    const { user } = setUp({ onOpen, onClose });
    await user.click(bad());
    await screen.findByRole('textbox');
    const detail = { answer: ANSWER, feedback: { rating: 'down', comment: '' } };
    expect(onOpen).toHaveBeenCalledExactlyOnceWith(detail);
    expect(onClose).not.toHaveBeenCalled();
    await user.click(button('Close'));
    expect(onClose).toHaveBeenCalledExactlyOnceWith(detail);
  });

  it('scrolls to the box when it opens, and not when it is sent', async () => {
    const scrollIntoView = vi.spyOn(Element.prototype, 'scrollIntoView').mockImplementation(() => {});
    const { user } = setUp();
    await user.click(bad());
    await user.type(await screen.findByRole('textbox'), 'Hm');
    expect(scrollIntoView).toHaveBeenCalledOnce();
    await user.click(button('Send'));
    await saysSoon('Thanks for your feedback!');
    expect(scrollIntoView).toHaveBeenCalledOnce();
  });

  it('tells of no box that comes or goes with its answer', async () => {
    const [onOpen, onClose] = [vi.fn(), vi.fn()];
    const { user, set } = setUp({ onOpen, onClose });
    await user.click(bad());
    set({ queryId: 1 });
    expect(screen.queryByRole('textbox')).toBeNull();
    set({ queryId: 0 });
    await screen.findByRole('textbox');
    expect([onOpen.mock.calls.length, onClose.mock.calls.length]).toEqual([1, 0]);
    await user.click(button('Close'));
    expect(onClose).toHaveBeenCalledExactlyOnceWith({ answer: ANSWER, feedback: { rating: 'down', comment: '' } });
  });

  it('has ids of its own beside another widget, also one of another bundle', async () => {
    setUp({ comment: 'always' });
    setUp({ comment: 'always', queryId: 1 });
    const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const boxes = screen.getAllByRole<HTMLTextAreaElement>('textbox', { name: 'Your comment (optional)' });
    expect(boxes.map(({ labels }) => labels.length)).toEqual([1, 1]);
  });

  it('tells the host what happened', async () => {
    const onChange = vi.fn();
    const onSaved = vi.fn();
    const onRemoved = vi.fn();
    const onError = vi.fn();
    const { server, user } = setUp({ onChange, onSaved, onRemoved, onError });
    server.meet(refuse(429));
    await user.click(good());
    await saysSoon('Not sent yet. Trying again.');
    const feedback = { rating: 'up', comment: '' };
    expect(onChange).toHaveBeenCalledExactlyOnceWith({ answer: ANSWER, feedback });
    expect(onError).toHaveBeenCalledExactlyOnceWith({
      answer: ANSWER,
      feedback,
      willRetry: true,
      error: expect.objectContaining({ kind: 'busy' }),
    });
    expect(onSaved).not.toHaveBeenCalled();
    await user.click(button('Retry'));
    await waitFor(() =>
      expect(onSaved).toHaveBeenCalledExactlyOnceWith({ answer: ANSWER, feedback, record: expect.objectContaining({ is_positive: true }) }),
    );
    await user.click(good());
    await waitFor(() => expect(onRemoved).toHaveBeenCalledExactlyOnceWith({ answer: ANSWER, feedback: null }));
  });

  it.each([
    ['without a client', { client: undefined }, /^clarifeye-feedback: submitter prop: got nothing/],
    ['with a wrong conversation id', { conversationId: 'x' }, /^clarifeye-feedback: conversationId prop: got "x"/],
    ['with a query id that is no integer', { queryId: 1.5 }, /^clarifeye-feedback: queryId prop: got 1.5/],
  ])('says that feedback is not available %s, once, and tells why', async (_, props, message) => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});
    const onError = vi.fn();
    const { server, user, set } = setUp({ ...props, onError });
    set({ ...props, onError });
    expect(statusRegion().textContent).toBe("Feedback isn't available here.");
    await user.click(good());
    expect(server.calls).toEqual([]);
    expect(log.mock.calls).toEqual([[expect.stringMatching(message)]]);
    expect(onError).toHaveBeenCalledExactlyOnceWith({
      answer: null,
      feedback: null,
      willRetry: false,
      error: expect.objectContaining({ kind: 'config' }),
    });
  });
});
