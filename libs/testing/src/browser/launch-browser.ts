import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';

/* Without screen, profile, sound or a word to anybody: a browser for tests on a machine that may have no network. */
const quietly = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const fakeCamera = (file: string): string[] => [
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  `--use-file-for-fake-video-capture=${file}`,
];

/** Path of the Chromium that the test command found (tools/chromium.mjs); undefined where there is none. */
export const browserPath = (): string | undefined => process.env.CHROMIUM_BIN;

/** A real Chromium whose camera shows the file (Y4M, over and over) and is allowed without asking. */
export function launchBrowser(executablePath: string, cameraFile: string): Promise<Browser> {
  return chromium.launch({ executablePath, args: [...quietly, ...fakeCamera(cameraFile)] });
}

/** Writes what the page shows to SCREENSHOTS_DIR, for the documents; does nothing without. Never of a photographed face. */
export async function keepScreenshot(page: Page, name: string): Promise<void> {
  const folder = process.env.SCREENSHOTS_DIR;
  if (folder) await page.screenshot({ path: join(folder, `${name}.png`) });
}
