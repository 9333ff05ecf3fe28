import type { ChatModelAdapter } from '@assistant-ui/react';
import { streamAnswer } from './chat';

/** Streams an answer, and tells its query id with the last message. */
export const model: ChatModelAdapter = {
  async *run() {
    let text = '';
    let wake = () => {};
    const end = streamAnswer((word) => {
      text += word;
      wake();
    });
    let queryId: number | undefined;
    end.then((id) => {
      queryId = id;
      wake();
    });
    while (queryId === undefined) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
      yield { content: [{ type: 'text', text }] };
    }
    yield { content: [{ type: 'text', text }], metadata: { custom: { queryId } } };
  },
};
