import { signal } from '@preact/signals';
import type { FeedbackClient } from '../src/domain/interfaces';

/** The client of the page, for the widgets and the component. */
export const client = signal<FeedbackClient | null>(null);

/** The demo's project. */
export const PROJECT_ID = '5b0c9a57-6d0e-4c3b-9a43-2d7c1f0e8a11';

export interface Turn {
  readonly question: string;
  readonly answer: string;
}

export interface Script {
  readonly id: string;
  readonly title: string;
  readonly turns: readonly Turn[];
}

/** What is said in the demo's conversations; the first turn of each has already happened. */
export const SCRIPTS: readonly Script[] = [
  {
    id: '3c90c3cc-0d44-4b50-8888-8dd25736052a',
    title: 'A damaged lamp',
    turns: [
      {
        question: 'The lamp I ordered arrived with a cracked shade. Can I send it back?',
        answer:
          'Yes. Damaged items can be returned within 30 days at no cost.\n\nOpen Orders, choose the lamp and press “Report a problem”. A prepaid label comes by email within a few minutes, and the refund is made once the parcel is scanned at the drop-off.',
      },
      {
        question: 'Could I get a new shade instead of a refund?',
        answer:
          'You can. Choose “Replacement part” in the same form and pick the shade in your colour.\n\nIt ships from the warehouse within two working days, and you may keep the lamp base. If the shade is out of stock, the form offers the refund again.',
      },
      {
        question: 'What about the bulb that came with it?',
        answer:
          'The bulb belongs to the lamp, so it is covered by the same report. Tick “Bulb” in the list of parts if it no longer works, and a new one is packed with the shade.',
      },
    ],
  },
  {
    id: '9f1b2c3d-4e5f-4a6b-8c7d-0e1f2a3b4c5d',
    title: 'Quarterly report',
    turns: [
      {
        question: 'Summarise the third quarter in three sentences.',
        answer:
          'Revenue grew by 8 % to 4.2 million euros, mostly from renewals. Support cost fell by a tenth after the help pages were rewritten. Two launches moved to the fourth quarter, so the forecast for the year stays where it was.',
      },
      {
        question: 'Which of those numbers changed most against last year?',
        answer: 'Support cost: it was 410,000 euros in the third quarter of last year and is 369,000 now, while revenue was 3.9 million.',
      },
      {
        question: 'Turn it into a headline for the team page.',
        answer: '“Fewer questions, more renewals: our third quarter in one page.”',
      },
    ],
  },
];

/** What the assistant says once a script is over. */
export const CLOSING =
  'That is all this demo has been taught to say. Rate this answer as you like, or look at the inbox to see what has arrived.';
