import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSubmitter } from '../../src/api/submitter';
import { createFeedbackClient } from '../../src/client/feedback-client';
import { type ClarifeyeFeedbackElement, clear, init } from '../../src/entries/element';
import { ELEMENT_OPTIONS } from '../../src/options/schema';
import { withLink } from '../../src/platform/report';
import { ANSWER, CONVERSATION_ID, PROJECT_ID } from '../support/people';
import { createTestApi } from '../support/test-api';
import { waitFor } from '../support/testing-library';
import { VALUES } from '../support/wrong-values';

const nothing = {
  client: undefined,
  submitter: undefined,
  projectId: undefined,
  getToken: undefined,
  baseUrl: undefined,
  theme: undefined,
};

function mount(attributes: Record<string, string> = {}): ClarifeyeFeedbackElement {
  const element = document.createElement('clarifeye-feedback') as ClarifeyeFeedbackElement;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  document.body.append(element);
  return element;
}

const part = (element: Element, name: string) => element.shadowRoot?.querySelector<HTMLElement>(`[part=${name}]`);
const IDS = { 'conversation-id': CONVERSATION_ID, 'query-id': '0' };
const errors = () => vi.mocked(console.error).mock.calls.map(([message]) => String(message));

describe('<clarifeye-feedback>', () => {
  let server: ReturnType<typeof createTestApi>;

  beforeEach(async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    vi.spyOn(console, 'warn').mockImplementation(() => {});
    await new Promise((resolve) => setTimeout(resolve, 1));
    server = createTestApi();
    init({ ...nothing, submitter: createSubmitter({ projectId: PROJECT_ID, getToken: () => 'ada-token', fetch: server.fetch }) });
  });

  afterEach(() => {
    document.body.replaceChildren();
    clear();
    vi.restoreAllMocks();
  });

  it('records a click, and tells its host in bubbling, composed events', async () => {
    const seen: [string, unknown, string][] = [];
    const element = mount(IDS);
    for (const type of ['feedback-change', 'feedback-saved', 'feedback-removed', 'feedback-error'])
      element.addEventListener(type, (event) => {
        expect([event.bubbles, event.composed]).toEqual([true, true]);
        seen.push([type, (event as CustomEvent).detail, element.phase]);
      });
    const givers: (string | null | undefined)[] = [];
    element.addEventListener('feedback-saved', ({ detail }) => givers.push(detail.record.given_by?.email));
    part(element, 'up')?.click();
    await waitFor(() => expect(givers).toEqual(['ada@example.com']));
    expect([element.phase, element.dataset['phase']]).toEqual(['saved', 'saved']);
    const detail = { answer: ANSWER, feedback: { rating: 'up', comment: '' } };
    expect(seen).toMatchObject([
      ['feedback-change', detail, 'saving'],
      ['feedback-saved', { ...detail, record: { is_positive: true } }, 'saved'],
    ]);
  });

  it('reflects its properties', () => {
    const element = mount();
    element.queryId = 0;
    element.submitOn = 'send';
    element.ratings = ['up', 'down'];
    element.disabled = true;
    expect(['query-id', 'submit-on', 'ratings', 'disabled'].map((name) => element.getAttribute(name))).toEqual([
      '0',
      'send',
      'up down',
      '',
    ]);
    expect([element.queryId, element.submitOn, element.ratings, element.disabled]).toEqual([0, 'send', ['up', 'down'], true]);
    element.queryId = undefined;
    element.disabled = false;
    expect([element.hasAttribute('query-id'), element.hasAttribute('disabled')]).toEqual([false, false]);
  });

  it('speaks the language of its locale, else of the place where it stands', async () => {
    const element = mount({ ...IDS, locale: 'fr' });
    const label = () => part(element, 'up')?.getAttribute('aria-label');
    expect(label()).toBe('Good response');
    await waitFor(() => expect(label()).toBe('Bonne réponse'));
    element.locale = 'en';
    await waitFor(() => expect(label()).toBe('Good response'));
    const place = document.createElement('div');
    place.lang = 'fr';
    document.body.append(place);
    place.append(element);
    element.locale = undefined;
    await waitFor(() => expect(label()).toBe('Bonne réponse'));
  });

  it('offers its reasons, or those of the page', async () => {
    init({ reasons: { up: ['Clear'] } });
    const [page, own] = [mount(IDS), mount({ ...IDS, 'query-id': '1' })];
    own.reasons = { up: ['Short'] };
    for (const element of [page, own]) part(element, 'up')?.click();
    await waitFor(() => expect([page, own].map((element) => part(element, 'reason')?.textContent)).toEqual(['Clear', 'Short']));
    init({ reasons: undefined });
  });

  it('keeps a rating that waits for its ids while it is out of the page', async () => {
    const element = mount({ 'conversation-id': CONVERSATION_ID });
    part(element, 'down')?.click();
    await waitFor(() => expect(element.phase).toBe('waiting'));
    element.remove();
    await new Promise((resolve) => setTimeout(resolve, 20));
    document.body.append(element);
    element.queryId = 3;
    await waitFor(() => expect(server.records()).toMatchObject([{ is_positive: false, context: { query_id: 3 } }]));
  });

  it.each(
    ELEMENT_OPTIONS.flatMap((name) => VALUES.map(([what, value]) => [name, what, value] as const)),
  )('throws nothing into the page where its %s is %s, nor where that is the default of the page', async (name, _, value) => {
    const thrown: unknown[] = [];
    const note = (event: Event) => thrown.push((event as ErrorEvent).error);
    window.addEventListener('error', note);
    const element = mount(IDS);
    expect(() => Object.assign(element, { [name]: value })).not.toThrow();
    expect(() => init({ [name]: value } as never)).not.toThrow();
    part(element, 'up')?.click();
    await new Promise((resolve) => setTimeout(resolve, 2));
    expect(part(element, 'group')).toBeTruthy();
    expect(thrown).toEqual([]);
    window.removeEventListener('error', note);
    init({ [name]: undefined } as never);
  });

  it.each([
    ['conversation-id', 'abc'],
    ['query-id', 'first'],
    ['project-id', '1'],
    ['region', 'mars'],
    ['base-url', 'ftp://x'],
  ])('is unavailable, with one line, where its %s is "%s", and the next one does the job', async (name, wrong) => {
    const [bad, good] = [mount({ ...IDS, [name]: wrong }), mount(IDS)];
    part(bad, 'up')?.click();
    part(good, 'down')?.click();
    await waitFor(() => expect(good.phase).toBe('saved'));
    expect(bad.shadowRoot?.querySelector('[aria-live=polite]')?.textContent).toBe("Feedback isn't available here.");
    expect(errors()).toEqual([expect.stringMatching(new RegExp(`^clarifeye-feedback: ${name} attribute: got "${wrong}", needs `))]);
  });

  it.each([
    ['strings', null],
    ['reasons', null],
    ['value', null],
    ['submitter', 'x'],
    ['client', {}],
    ['value', { rating: 'up', comment: 5 }],
    ['value', { rating: 'sideways' }],
    ['region', Object.create(null)],
    ['ratings', {}],
  ])('throws nothing into the page for a wrong %s', async (name, wrong) => {
    const thrown: unknown[] = [];
    const note = (event: Event) => thrown.push((event as ErrorEvent).error);
    window.addEventListener('error', note);
    const element = mount(IDS);
    expect(() => Object.assign(element, { [name]: wrong })).not.toThrow();
    expect(() => init({ [name]: wrong } as never)).not.toThrow();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(part(element, 'group')).toBeTruthy();
    expect(thrown).toEqual([]);
    window.removeEventListener('error', note);
    init({ [name]: undefined } as never);
  });

  it('has a place for a disclaimer beside the box', async () => {
    const element = mount(IDS);
    element.innerHTML = '<span slot="disclaimer">No names.</span>';
    part(element, 'up')?.click();
    await waitFor(() => expect(part(element, 'panel')?.querySelector('slot')?.name).toBe('disclaimer'));
  });

  it('keeps a waiting rating until the query id arrives', async () => {
    const element = mount({ 'conversation-id': CONVERSATION_ID });
    part(element, 'down')?.click();
    expect(element.phase).toBe('waiting');
    element.setAttribute('query-id', '7');
    await waitFor(() => expect(element.phase).toBe('saved'));
    expect(server.records()).toMatchObject([{ is_positive: false, context: { query_id: 7 } }]);
  });

  it('shares one style sheet among all widgets', () => {
    const [one, two] = [mount(IDS), mount(IDS)];
    expect(one.shadowRoot?.adoptedStyleSheets).toHaveLength(1);
    expect(one.shadowRoot?.adoptedStyleSheets[0]).toBe(two.shadowRoot?.adoptedStyleSheets[0]);
    expect(one.shadowRoot?.querySelector('style')).toBeNull();
  });

  it('takes the defaults of the page, and lets an attribute win', () => {
    const element = mount({ ...IDS, theme: 'light' });
    const other = mount(IDS);
    init({ theme: 'dark' });
    const theme = (host: Element) => host.shadowRoot?.querySelector('.clarifeye-feedback')?.getAttribute('data-theme');
    return waitFor(() => expect([theme(element), theme(other)]).toEqual(['light', 'dark']));
  });

  it('adds what a later init says to what an earlier one said', () => {
    init({ theme: 'dark' });
    init({ size: 'sm' });
    const root = mount(IDS).shadowRoot?.querySelector('.clarifeye-feedback');
    expect([root?.getAttribute('data-theme'), root?.getAttribute('data-size')]).toEqual(['dark', 'sm']);
    init({ theme: undefined, size: undefined });
  });

  it('tells what init has no option for, and takes the rest', () => {
    init({ theme: 'dark', them: 'dark', impersonateEmail: 'ada@example.com', getToken: undefined, userKey: undefined } as object);
    expect(vi.mocked(console.warn).mock.calls).toEqual([
      [`clarifeye-feedback: ${withLink('init: got "them", needs an option of a page.')}`],
      [`clarifeye-feedback: ${withLink('init: got "impersonateEmail", needs an option of a page.')}`],
    ]);
    expect(mount(IDS).shadowRoot?.querySelector('.clarifeye-feedback')?.getAttribute('data-theme')).toBe('dark');
    init({ theme: undefined });
  });

  it('checks what init is given', async () => {
    init({ ratings: ['up', 'down'], size: 'xl' as never });
    const element = mount(IDS);
    expect([part(element, 'up'), part(element, 'neutral')].map(Boolean)).toEqual([true, false]);
    expect(vi.mocked(console.warn).mock.calls).toEqual([[expect.stringContaining('size in init: got "xl"')]]);
    init({ region: 'uk' as never });
    await waitFor(() => expect(element.phase).toBe('failed'));
    init({ theme: 'dark' });
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(element.phase).toBe('failed');
    init({ region: 'eu', ratings: undefined, theme: undefined });
    await waitFor(() => expect(element.phase).toBe('idle'));
  });

  it('does not mind what is wrong with the client of the page where it has its own', async () => {
    const client = createFeedbackClient({
      submitter: createSubmitter({ projectId: PROJECT_ID, getToken: () => 'x', fetch: server.fetch }),
    });
    init({ userId: 'ada' });
    const [own, page] = [mount(IDS), mount(IDS)];
    own.client = client;
    await waitFor(() => expect(own.phase).toBe('idle'));
    part(own, 'up')?.click();
    part(page, 'up')?.click();
    expect([own.phase, page.phase]).toEqual(['saving', 'failed']);
    init({ userId: undefined });
    client.clear();
  });

  it('is not disabled by a text', () => {
    init({ disabled: 'false' as never });
    expect(part(mount(IDS), 'up')?.getAttribute('aria-disabled')).toBeNull();
    expect(vi.mocked(console.warn).mock.calls).toEqual([[expect.stringContaining('disabled in init: got "false", needs true or false')]]);
    init({ disabled: undefined });
  });

  it('asks the beforeSend that init gave last, even after the widget was there', async () => {
    const element = mount({ ...IDS, comment: 'always' });
    init({ beforeSend: ({ rating }) => ({ rating, comment: 'redacted' }) });
    const box = element.shadowRoot?.querySelector('textarea') as HTMLTextAreaElement;
    box.value = 'card 1234';
    box.dispatchEvent(new Event('input', { bubbles: true }));
    await waitFor(() => expect(box.value).toBe('card 1234'));
    part(element, 'send')?.click();
    await waitFor(() => expect(server.records()).toMatchObject([{ feedback: 'redacted' }]));
    init({ beforeSend: undefined });
  });

  it('makes no new client when init gives the token source anew', async () => {
    init({ submitter: undefined, projectId: PROJECT_ID, baseUrl: 'https://api.example/api/v1', getToken: () => 'ada-token' });
    vi.spyOn(globalThis, 'fetch').mockImplementation(server.fetch);
    const element = mount(IDS);
    part(element, 'up')?.click();
    init({ getToken: () => 'ada-token' });
    await waitFor(() => expect(element.phase).toBe('saved'));
    expect(server.methods()).toEqual(['POST']);
  });

  it('takes properties that were set before it was defined', () => {
    const element = document.createElement('clarifeye-feedback');
    const strings = { up: 'Yes' };
    Object.defineProperty(element, 'strings', { value: strings, configurable: true, writable: true, enumerable: true });
    document.body.append(element);
    expect(part(element, 'up')?.getAttribute('aria-label')).toBe('Yes');
  });

  it('shows what the host knows', () => {
    const element = mount(IDS);
    element.value = { rating: 'down', comment: 'Known' };
    return waitFor(() => expect([element.phase, part(element, 'down')?.getAttribute('aria-pressed')]).toEqual(['saved', 'true']));
  });

  it('lets go of its widget when it is removed', async () => {
    const element = mount(IDS);
    element.remove();
    await waitFor(() => expect(element.shadowRoot?.childNodes).toHaveLength(0));
  });

  it('keeps its state when it is moved', async () => {
    const element = mount(IDS);
    part(element, 'up')?.click();
    const box = document.createElement('div');
    document.body.append(box);
    box.append(element);
    await waitFor(() => expect(element.phase).toBe('saved'));
    expect(part(element, 'up')?.getAttribute('aria-pressed')).toBe('true');
  });

  describe('with a wrong set-up', () => {
    const cases: [string, Record<string, string>, Record<string, unknown>, string][] = [
      [
        'no project',
        IDS,
        { ...nothing, getToken: () => 'x' },
        'projectId prop (or in init): got nothing, needs the UUID of a Clarifeye project, or a submitter or client in its place.',
      ],
      [
        'a project that is no UUID',
        { ...IDS, 'project-id': 'abc' },
        nothing,
        'project-id attribute: got "abc", needs a UUID such as 00000000-0000-4000-8000-000000000000.',
      ],
      [
        'no token source',
        { ...IDS, 'project-id': PROJECT_ID },
        nothing,
        'getToken prop (or in init): got nothing, needs a function that returns the access token.',
      ],
      [
        'http to a foreign host',
        { ...IDS, 'base-url': 'http://example.com' },
        nothing,
        'base-url attribute: got "http://example.com", needs an https URL (http only on this machine) or, unless the page is a file, a path such as /api/clarifeye.',
      ],
      [
        'a query id that is no integer',
        { ...IDS, 'query-id': '1.5' },
        {},
        'query-id attribute: got "1.5", needs an integer of at least 0.',
      ],
    ];
    it.each(
      cases,
    )('(%s) says so once, names the attribute, and shows that feedback is not available', async (_, attributes, defaults, message) => {
      init(defaults);
      const seen = vi.fn();
      document.body.addEventListener('feedback-error', (event) => seen((event as CustomEvent).detail), { once: true });
      const element = mount(attributes);
      await waitFor(() => expect(errors()).toEqual([expect.stringContaining(`clarifeye-feedback: ${withLink(message)}`)]));
      expect(part(element, 'status')?.textContent).toBe("Feedback isn't available here.");
      expect(seen).toHaveBeenCalledWith({
        answer: null,
        feedback: null,
        willRetry: false,
        error: expect.objectContaining({ kind: 'config', message }),
      });
      expect(element.phase).toBe('failed');
      part(element, 'up')?.click();
      expect(part(element, 'up')?.getAttribute('aria-pressed')).toBe('false');
    });

    it('works as soon as the set-up is right', async () => {
      const element = mount({ ...IDS, 'query-id': 'x' });
      await waitFor(() => expect(element.phase).toBe('failed'));
      element.queryId = 0;
      await waitFor(() => expect(element.phase).toBe('idle'));
      part(element, 'up')?.click();
      await waitFor(() => expect(element.phase).toBe('saved'));
    });

    it('warns of a wrong look and goes on', async () => {
      const element = mount({ ...IDS, theme: 'purple' });
      await waitFor(() => expect(vi.mocked(console.warn).mock.calls).toEqual([[expect.stringContaining('theme attribute: got "purple"')]]));
      expect(element.phase).toBe('idle');
    });
  });
});
