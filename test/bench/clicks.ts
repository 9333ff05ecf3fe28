import type { Page } from 'puppeteer-core';
import { median } from './figures';
import { openBench, readSubjects, type Subject } from './widgets';

const LOADS = 15;
const SLOW_DOWN = 4;

/** Milliseconds that a finger or a mouse button stays down. */
const PRESS_MS = 80;
/** Milliseconds for which a mouse is over the button before. */
const HOVER_MS = 300;
/** Milliseconds before in which the person was elsewhere on the page, as whoever has asked something was. */
const THERE_MS = 2000;

interface Hand {
  readonly name: string;
  comes(page: Page): Promise<void>;
  presses(page: Page, x: number, y: number): Promise<void>;
}

const wait = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

const HANDS: readonly Hand[] = [
  {
    name: 'a mouse',
    comes: (page) => page.mouse.move(5, 400),
    async presses(page, x, y) {
      await page.mouse.move(x, y);
      await wait(HOVER_MS);
      await page.mouse.click(x, y, { delay: PRESS_MS });
    },
  },
  {
    name: 'a finger',
    comes: (page) => page.touchscreen.tap(5, 400),
    async presses(page, x, y) {
      const touch = await page.touchscreen.touchStart(x, y);
      await wait(PRESS_MS);
      await touch.end();
    },
  },
];

/** Milliseconds from a real click to the frame that shows the button pressed: on the first widget of the page, then on another. */
async function pressTwice(page: Page, { tag, attributes = {} }: Subject, hand: Hand): Promise<number[]> {
  await page.evaluate(
    (tag, attributes) => {
      for (let index = 0; index < 2; index += 1) {
        const element = document.createElement(tag);
        for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value.replace('#', String(index)));
        document.body.append(element);
      }
    },
    tag,
    attributes,
  );
  const session = await page.createCDPSession();
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOW_DOWN });
  const times: number[] = [];
  await hand.comes(page);
  await wait(THERE_MS);
  for (let index = 0; index < 2; index += 1) {
    await wait(500);
    const place = await page.evaluate(watchPress, tag, index);
    await hand.presses(page, place.x, place.y);
    times.push(await page.evaluate(() => (window as unknown as { painted: Promise<number> }).painted));
  }
  return times;
}

/** In the page: waits for the next click's press to be painted, and tells where to click. */
function watchPress(tag: string, index: number): { x: number; y: number } {
  const button = document.querySelectorAll(tag)[index]?.shadowRoot?.querySelector('button') as HTMLElement;
  const painted = new Promise<number>((resolve) => {
    const onClick = ({ timeStamp }: Event) => {
      const look = (): void =>
        void requestAnimationFrame(() => {
          if (button.getAttribute('aria-pressed') !== 'true') {
            look();
            return;
          }
          const { port1, port2 } = new MessageChannel();
          // Comes after the frame was painted.
          port1.onmessage = () => resolve(performance.now() - timeStamp);
          port2.postMessage(null);
        });
      look();
    };
    addEventListener('click', onClick, { capture: true, once: true });
  });
  Object.assign(window, { painted });
  const { x, y, width, height } = button.getBoundingClientRect();
  return { x: x + width / 2, y: y + height / 2 };
}

/** From the click to the painted press, beside both baselines: medians of interleaved loads. */
export async function benchClicks(): Promise<string[]> {
  const subjects = await readSubjects();
  const bench = await openBench();
  try {
    const lines = [
      `A press of ${PRESS_MS} ms to its painting, processor slowed down ${SLOW_DOWN} times, medians of ${LOADS} loads; the person was elsewhere on the page before.`,
    ];
    for (const hand of HANDS) {
      const first = subjects.map(() => [] as number[]);
      const second = subjects.map(() => [] as number[]);
      for (let round = 0; round < LOADS; round += 1)
        for (const [index, subject] of subjects.entries()) {
          const { page } = await bench.open(subject);
          const [one = 0, two = 0] = await pressTwice(page, subject, hand);
          first[index]?.push(one);
          second[index]?.push(two);
          await bench.close(page);
        }
      const more = (times: readonly number[][]) => {
        const [ours = 0, bare = 0] = times.map(median);
        return `${(ours - bare).toFixed(1)} ms, ${((ours - bare) / (1000 / 60)).toFixed(1)} frames`;
      };
      lines.push(
        '',
        `| by ${hand.name} | first click of the page | first click on another widget |`,
        '|---|---:|---:|',
        ...subjects.map(
          ({ name }, index) => `| ${name} | ${median(first[index] ?? []).toFixed(1)} ms | ${median(second[index] ?? []).toFixed(1)} ms |`,
        ),
        `| **more than bare Preact** | ${more(first)} | ${more(second)} |`,
      );
    }
    return lines;
  } finally {
    await bench.stop();
  }
}
