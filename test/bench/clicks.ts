import type { Page } from 'puppeteer-core';
import { median } from './figures';
import { openBench, readSubjects, type Subject } from './widgets';

const LOADS = 15;
const SLOW_DOWN = 4;

/** Milliseconds from a real click to the frame that shows the button pressed, on a slowed-down processor. */
async function press(page: Page, { tag, attributes = {} }: Subject): Promise<number> {
  await page.evaluate(
    (tag, attributes) => {
      const element = document.createElement(tag);
      for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value.replace('#', '0'));
      document.body.append(element);
    },
    tag,
    attributes,
  );
  const session = await page.createCDPSession();
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOW_DOWN });
  await new Promise((resolve) => setTimeout(resolve, 300));
  const place = await page.evaluate((tag) => {
    const button = document.querySelector(tag)?.shadowRoot?.querySelector('button') as HTMLElement;
    const painted = new Promise<number>((resolve) => {
      addEventListener(
        'click',
        ({ timeStamp }) => {
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
        },
        { capture: true, once: true },
      );
    });
    Object.assign(window, { painted });
    const { x, y, width, height } = button.getBoundingClientRect();
    return { x: x + width / 2, y: y + height / 2 };
  }, tag);
  await page.mouse.click(place.x, place.y);
  return page.evaluate(() => (window as unknown as { painted: Promise<number> }).painted);
}

/** From the click to the painted press, beside both baselines: medians of interleaved loads. */
export async function benchClicks(): Promise<string[]> {
  const subjects = await readSubjects();
  const bench = await openBench();
  try {
    const times = subjects.map(() => [] as number[]);
    for (let round = 0; round < LOADS; round += 1)
      for (const [index, subject] of subjects.entries()) {
        const { page } = await bench.open(subject);
        times[index]?.push(await press(page, subject));
        await bench.close(page);
      }
    const [ours = 0, bare = 0] = times.map(median);
    return [
      `First click on a widget to the painted press, processor slowed down ${SLOW_DOWN} times, medians of ${LOADS} loads`,
      '',
      '| | click to paint |',
      '|---|---:|',
      ...subjects.map(({ name }, index) => `| ${name} | ${median(times[index] ?? []).toFixed(1)} ms |`),
      `| **more than bare Preact** | ${(ours - bare).toFixed(1)} ms, ${((ours - bare) / (1000 / 60)).toFixed(2)} frames |`,
    ];
  } finally {
    await bench.stop();
  }
}
