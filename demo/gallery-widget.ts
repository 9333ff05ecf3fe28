import { createSubmitter } from '../src/api/submitter';
import { createClient, withAnswers } from '../src/client/feedback-client';
import { createRequestQueue } from '../src/delivery/request-queue';
import type { Phase } from '../src/domain/feedback';
import type { ClarifeyeFeedbackElement } from '../src/element/element';
import { browser, type Environment } from '../src/platform/environment';
import { type Api, createApi } from './api';
import type { GalleryState } from './gallery-states';
import { PROJECT_ID, SCRIPTS } from './setting';
import { REVIEWER_TOKEN, USERS, VISITOR_TOKEN } from './users';

const BASE_URL = 'https://api.example/api/v1';

/** A widget of the gallery, with a network of its own, and the hands of a person. */
export interface Widget {
  readonly element: ClarifeyeFeedbackElement;
  /** Presses the button of this part; `index` counts from 0 where there are several. */
  press(part: string, index?: number): void;
  type(words: string): void;
  escape(): void;
  comesTo(phase: Phase): Promise<void>;
}

/** Makes the widget of a state; `place` tells it apart from the same one elsewhere on the page. */
export function createWidget(state: GalleryState, place: string): Widget {
  const element = document.createElement('clarifeye-feedback') as ClarifeyeFeedbackElement;
  const attributes = { 'conversation-id': SCRIPTS[0]?.id ?? '', 'query-id': '0', ...state.attributes };
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.reasons = state.reasons;
  element.value = state.value;
  if (!state.isUnconnected) element.client = createGalleryClient(state, place);
  if (state.disclaimer) {
    const note = document.createElement('span');
    note.slot = 'disclaimer';
    note.textContent = state.disclaimer;
    element.append(note);
  }
  const all = (part: string) => element.shadowRoot?.querySelectorAll<HTMLElement>(`[part="${part}"]`) ?? [];
  return {
    element,
    press: (part, index = 0) => all(part)[index]?.click(),
    type(words) {
      const [box] = all('comment');
      if (!(box instanceof HTMLTextAreaElement)) return;
      box.value = words;
      box.dispatchEvent(new InputEvent('input', { bubbles: true }));
    },
    escape() {
      all('comment')[0]?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
    },
    async comesTo(phase) {
      while (element.phase !== phase) await new Promise((resolve) => setTimeout(resolve, 5));
      // The page is drawn a moment after the phase is told, and the box a frame after the press.
      await new Promise(requestAnimationFrame);
      await new Promise((resolve) => setTimeout(resolve, 5));
    },
  };
}

/** Puts a record into the API that someone has read. */
function addReviewed(api: Api): void {
  const url = `${BASE_URL}/projects/${PROJECT_ID}/feedbacks/`;
  const context = { conversation_id: SCRIPTS[0]?.id, query_id: 0, source: 'gallery' };
  const body = { context, feedback: '', is_positive: true };
  const { body: record } = api.answer({ method: 'POST', url: new URL(url), authorization: `Bearer ${VISITOR_TOKEN}`, body });
  const { id } = record as { id: string };
  api.answer({ method: 'PATCH', url: new URL(`${url}${id}/`), authorization: `Bearer ${REVIEWER_TOKEN}`, body: { status: 'reviewed' } });
}

function createGalleryClient({ network = {}, isOffline, isReviewed }: GalleryState, place: string) {
  const api: Api = createApi({ users: USERS });
  if (isReviewed) addReviewed(api);
  const userId = USERS[VISITOR_TOKEN]?.id;
  const submitter = createSubmitter({
    projectId: PROJECT_ID,
    baseUrl: BASE_URL,
    getToken: () => VISITOR_TOKEN,
    fetch(input, init) {
      const treatment = network[init?.method as keyof typeof network];
      if (treatment === 'silence') return new Promise(() => {});
      if (treatment) return Promise.resolve(Response.json(treatment.body ?? { error: 'No.' }, { status: treatment.status }));
      return api.handle(new Request(input, init));
    },
  });
  // Another tab with the same state, whose request may never end, is none of this one's business.
  const environment: Environment = { ...browser, isOnline: () => !isOffline, lock: (_, job) => job(true) };
  return withAnswers(
    createClient(
      { submitter, userKey: place, ...(isReviewed && { userId, restore: 'server' as const }) },
      { environment, queue: createRequestQueue(2, browser.clock, browser.random) },
    ),
  );
}
