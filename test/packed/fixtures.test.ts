import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { describe, expect, inject, it } from 'vitest';
import { click, find, says, setStage } from '../support/pages';
import { CONVERSATION_ID, PROJECT_ID } from '../support/people';

const FIXTURES = ['preact', 'react-18', 'react-19', 'vue', 'svelte', 'plain'];

describe('built from the packed tarball', () => {
  const stage = setStage();
  const records = async () => (await stage.api.state()).records;

  async function open(name: string, rendered = '') {
    const html = readFileSync(join(inject('fixtures'), name, 'dist/index.html'), 'utf8')
      .replace('<div id="root"></div>', `<div id="root">${rendered}</div>`)
      .replace(
        '<script src="/setting.js"></script>',
        `<script>setting = ${JSON.stringify({ projectId: PROJECT_ID, baseUrl: stage.api.baseUrl })}</script>`,
      )
      .replace('src="clarifeye/', `src="/fixtures/${name}/clarifeye/`);
    return stage.open(html);
  }

  async function doesTheJob(page: Page): Promise<void> {
    await find(page, 'group', 'Rate answer 1');
    await click(page, 'Bad response');
    await says(page, 'Thanks for your feedback!');
    expect(await page.$eval('em', (note) => note.textContent)).toBe('No names.');
    await click(page, 'Wrong');
    await (await find(page, 'textbox', 'What went wrong? (optional)')).type('It is');
    await click(page, 'Send');
    await expect.poll(records).toMatchObject([
      {
        is_positive: false,
        feedback: '#Wrong\nIt is',
        context: { conversation_id: CONVERSATION_ID, query_id: 0 },
        given_by: { email: 'ada@example.com' },
      },
    ]);
    await expect.poll(() => page.$eval('output', (output) => output.textContent)).toBe('saved down;saved down;');
    await find(page, 'button', 'Remove');
    expect(await stage.api.methods()).toEqual(['POST', 'PATCH']);
  }

  it.each(FIXTURES)('%s does the main job, and nothing is logged', async (name) => {
    const { page, log } = await open(name);
    await doesTheJob(page);
    expect(log).toEqual([]);
  });

  describe.each(['react-18', 'react-19'])('%s', (name) => {
    const render = () =>
      execFileSync(process.execPath, ['dist-server/server.js'], { cwd: join(inject('fixtures'), name), encoding: 'utf8' }).trim();

    it('renders on a server, and is hydrated without a warning', async () => {
      const html = render();
      expect(html).toContain(
        '<clarifeye-feedback id="feedback" style="margin-top:7px" data-turn="1" class="mine"><div slot="disclaimer"><em>No names.</em></div></clarifeye-feedback>',
      );
      const { page, log } = await open(name, html);
      await doesTheJob(page);
      expect(log).toEqual([]);
    });

    it('hands its ref the element, and the element what any element takes', async () => {
      const { page } = await open(name);
      await click(page, 'Phase');
      const output = () => page.$eval('output', ({ textContent }) => textContent);
      await expect.poll(output).toBe('idle');
      const look = () =>
        page.$eval('clarifeye-feedback', ({ id, className, style, dataset, hidden }) => [
          id,
          className,
          style.marginTop,
          dataset.turn,
          hidden,
        ]);
      expect(await look()).toEqual(['feedback', 'mine', '7px', '1', false]);
      await click(page, 'Hide');
      await expect.poll(look).toEqual(['feedback', 'mine', '7px', '1', true]);
      await click(page, 'Hide');
      await expect.poll(look).toEqual(['feedback', 'mine', '7px', '1', false]);
    });
  });

  it.each(['preact', 'react-18', 'react-19'])('%s: props, callbacks and the element are typed', (name) => {
    const tsc = join(process.cwd(), 'node_modules/typescript/bin/tsc');
    expect(execFileSync(process.execPath, [tsc, '-p', join(inject('fixtures'), name)], { encoding: 'utf8' })).toBe('');
  }, 60_000);

  it.each([
    'clarifeye-feedback',
    'clarifeye-feedback/element',
    'clarifeye-feedback/react',
    'clarifeye-feedback/locales/fr',
  ])('%s is imported in Node without a DOM, and throws nothing', (door) => {
    const script = `import('${door}').then((door) => console.log(Object.keys(door).length > 0))`;
    expect(execFileSync(process.execPath, ['-e', script], { cwd: join(inject('fixtures'), 'react-19'), encoding: 'utf8' }).trim()).toBe(
      'true',
    );
  });
});
