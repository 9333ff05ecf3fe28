import { createFeedbackClient, createSubmitter } from 'clarifeye-feedback';

/** What the test tells each page. */
interface Setting {
  readonly projectId: string;
  readonly baseUrl: string;
}

declare global {
  /** Defined by the test. */
  var setting: Setting;
  var isDark: boolean;
  /** Ends the answer that is streaming. */
  var finish: () => void;
  /** Takes the chat out of the page, and puts it back. */
  var remount: () => void;
}

export const CONVERSATION_ID = '3c90c3cc-0d44-4b50-8888-8dd25736052a';

const WORDS =
  'Water boils at **100 °C** at sea level. On a mountain it boils sooner, because the air is *thinner*. Salt changes little.'.split(' ');

document.documentElement.classList.toggle('dark', isDark);

export const getToken = (): string => 'ada-token';

/** For pages that draw thumbs of their own, or share one client among their widgets. */
export const client = createFeedbackClient({ submitter: createSubmitter({ ...setting, getToken }) });

let lastQueryId = -1;

/** Streams an answer, a word at a time and on until the test ends it, and gives the query id last, as backends do. */
export async function streamAnswer(onWord: (word: string) => void): Promise<number> {
  let isFinished = false;
  globalThis.finish = () => {
    isFinished = true;
  };
  for (let index = 0; index < WORDS.length || !isFinished; index += 1) {
    onWord(`${index && index % WORDS.length === 0 ? '\n\n' : ''}${WORDS[index % WORDS.length]} `);
    await new Promise((resolve) => setTimeout(resolve, isFinished ? 0 : 40));
  }
  Reflect.deleteProperty(globalThis, 'finish');
  return ++lastQueryId;
}
