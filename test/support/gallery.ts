import type { Page } from 'puppeteer-core';

/** Opens the states of the widget that the query asks for, and waits until they are reached. */
export async function openGallery(page: Page, origin: string, query: string, width: number): Promise<void> {
  await page.setViewport({ width, height: 900 });
  await page.goto(`${origin}/demo/gallery.html?${query}`);
  await page.waitForSelector('html[data-ready]');
  // "Sending…" is drawn once it lasts.
  await new Promise((resolve) => setTimeout(resolve, 500));
}

/** Chromium's forced colours; Firefox has them only as a setting of the whole browser. */
export async function emulateForcedColors(page: Page): Promise<void> {
  const session = await page.createCDPSession();
  await session.send('Emulation.setEmulatedMedia', { features: [{ name: 'forced-colors', value: 'active' }] });
}
