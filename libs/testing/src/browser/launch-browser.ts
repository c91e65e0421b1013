import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';

/* Without a screen and without background requests: the test machine may have no network. */
const quietFlags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const fakeCamera = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];

/** Returns the path of the Chromium that the test command found (tools/programs.mjs); undefined if there is none. */
export const browserPath = (): string | undefined => process.env.CHROMIUM_BIN;

/** Starts a real Chromium. Its camera, if it has one, needs no permission. */
export const launchBrowser = (executablePath: string, { camera = false } = {}): Promise<Browser> =>
  chromium.launch({ executablePath, args: camera ? [...quietFlags, ...fakeCamera] : quietFlags });

/** Saves a screenshot for the documents in SCREENSHOTS_DIR, if that is set. Never use it while a photographed face shows. */
export async function keepScreenshot(page: Page, name: string): Promise<void> {
  const folder = process.env.SCREENSHOTS_DIR;
  if (folder) await page.screenshot({ path: join(folder, `${name}.png`) });
}
