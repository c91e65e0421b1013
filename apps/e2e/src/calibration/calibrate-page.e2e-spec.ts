import { sharedPlatform } from '@argus/testing';
import { portraitsOf } from '@argus/testing/photographs';
import {
  accessibilityProblems,
  browserPath,
  keepScreenshot,
  launchBrowser,
  type Pixels,
  StagedCamera,
} from '@argus/testing/browser';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { scenesOf } from './looking-person.js';

/*
 * A person calibrates through the page in a real Chromium, by keyboard only. Its camera shows pictures made from a photograph:
 * the irises move as if the person looked at the point on the page.
 */
const path = browserPath();
if (!path)
  process.stderr.write(
    'SKIPPED: this run has no Chromium (CHROMIUM_BIN; npm test finds or installs one for the embedded mode); the calibration page was not tried in a browser\n',
  );

/** Below the limit of a test, so that a failure names what did not come. A busy machine is several times slower than an idle one. */
const WAIT_MS = 200_000;
const VIEW = { width: 1280, height: 800 };
/** Width of the bank card on the screen in CSS pixels; it makes the screen 238 mm wide. */
const CARD_PX = 460;
const MM_PER_PX = 85.6 / CARD_PX;
const calibrationPoints = [
  { x: 0.1, y: 0.1 },
  { x: 0.9, y: 0.1 },
  { x: 0.1, y: 0.9 },
  { x: 0.9, y: 0.9 },
  { x: 0.5, y: 0.5 },
];
const validationPoints = [
  { x: 0.5, y: 0.25 },
  { x: 0.8, y: 0.4 },
  { x: 0.65, y: 0.8 },
  { x: 0.2, y: 0.6 },
];

const { url } = sharedPlatform();
const candidate = `browser-${Date.now()}`;
let browser: Browser;
let page: Page;
let camera: StagedCamera;
/** The person, looking at each point. */
let scenes: { calibration: Pixels[]; validation: Pixels[] };
const problems: string[] = [];

beforeAll(async () => {
  if (!path) return;
  const screen = { widthMm: VIEW.width * MM_PER_PX, heightMm: VIEW.height * MM_PER_PX };
  const [photograph] = portraitsOf('hepburn');
  const looking = await scenesOf(photograph!, url, screen, [...calibrationPoints, ...validationPoints]);
  scenes = { calibration: looking.splice(0, calibrationPoints.length), validation: looking };
  browser = await launchBrowser(path, { camera: true });
  const context = await browser.newContext({ viewport: VIEW, reducedMotion: 'reduce' });
  page = await context.newPage();
  page.setDefaultTimeout(WAIT_MS);
  await page.addInitScript(pauseAtEachPoint);
  camera = await StagedCamera.before(page);
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('request', (request) => {
    if (!request.url().startsWith(url) && !request.url().startsWith('blob:'))
      problems.push(`called ${request.url()}`);
  });
});

afterAll(() => browser?.close());

/** Waits for what the page shows. Throws what the page says when it cannot go on. */
async function comes(selector: string): Promise<void> {
  const found = await page.waitForSelector(`#problem:not([hidden]), ${selector}`);
  if ((await found.getAttribute('id')) === 'problem')
    throw new Error(`The page says: ${await found.textContent()}`);
}
const shown = (panel: string) => comes(`[data-panel="${panel}"]:not([hidden])`);

/** Presses Tab until the control has the focus, then presses the key. */
async function press(selector: string, key = 'Enter'): Promise<void> {
  await comes(`${selector}:not([disabled])`);
  for (let i = 0; i < 40; i++) {
    if (await page.evaluate<boolean>(`document.activeElement === document.querySelector('${selector}')`)) {
      await page.keyboard.press(key);
      return;
    }
    await page.keyboard.press('Tab');
  }
  throw new Error(`${selector} is not reached by Tab`);
}

/* Presses Escape when a point appears: the test itself would come too late on a busy machine. */
const pauseAtEachPoint = `new MutationObserver(() => {
  const point = document.querySelector('#run-status')?.textContent;
  if (!point || point === window.pausedAt) return;
  window.pausedAt = point;
  document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }));
}).observe(document, { childList: true, subtree: true })`;

/** At each point of a run, which pauses there: lets the person look at it, and continues. */
async function lookAt(looking: readonly Pixels[]): Promise<void> {
  const count = looking.length;
  for (const [i, scene] of looking.entries()) {
    const here = `#run-status:text-is("Point ${i + 1} of ${count}")`;
    await comes(`#run:has(${here}):has(#run-paused:not([hidden]))`);
    await camera.showIn('#preview', scene);
    await page.keyboard.press('Enter');
  }
  await page.waitForSelector('#run', { state: 'hidden' });
}

(path ? describe : describe.skip)('the calibration page in a browser', () => {
  it('calibration page: a person without a mouse gets from the start to the first point', async () => {
    await page.goto(`${url}/calibrate#candidate_id=${candidate}`);
    expect(page.url()).toBe(`${url}/calibrate`);
    await camera.show(scenes.validation.at(-1)!);
    await shown('welcome');
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.locator('input[name=layout][value="5"]').focus();
    await page.keyboard.press('Space');
    await press('#welcome-form button.primary');

    await shown('screen');
    await page.locator('#card-width').fill(String(CARD_PX));
    expect(await page.locator('#screen-size').textContent()).toContain('23.8 × 14.9 cm');
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.locator('#camera-position').selectOption('embedded');
    await press('#screen-form button.primary');

    await shown('camera');
    await press('#camera-start');
    await comes('#hints li.good');
    expect(await accessibilityProblems(page)).toEqual([]);
    await press('#camera-continue');

    await shown('ready');
    expect(await accessibilityProblems(page)).toEqual([]);
    expect(problems).toEqual([]);
  });

  it('calibration page: a person without a mouse calibrates on five points', async () => {
    await press('#run-start');
    await lookAt(scenes.calibration);
    await shown('result');
    expect(await page.locator('#result-title').textContent()).toBe('Calibrated');
    expect(problems).toEqual([]);
  });

  it('calibration page: a person without a mouse sees how accurate the calibration is at points that it has not seen', async () => {
    await press('#validate');
    await shown('ready');
    await press('#run-start');
    await lookAt(scenes.validation);
    await comes('.figures');
    expect(await page.locator('.picture .ellipse').count()).toBe(validationPoints.length);
    const figure = async (column: number) =>
      (await page.locator(`.figures tbody td:nth-child(${column})`).allTextContents()).map(Number);
    const [degrees, millimetres] = [await figure(2), await figure(3)];
    expect(degrees).toHaveLength(validationPoints.length);
    expect(Math.max(...degrees)).toBeLessThan(4);
    expect(Math.max(...millimetres)).toBeLessThan(45);
    expect(await accessibilityProblems(page)).toEqual([]);
    await keepScreenshot(page, 'calibrate-result');
    expect(problems).toEqual([]);
  });

  it('calibration page: the stored calibration can be read back', async () => {
    const path = `/api/calibration/verify/${candidate}`;
    const verified = await page.evaluate<object>(`fetch('${path}').then((answer) => answer.json())`);
    /* Whoever has not the page's cookie does not find it. */
    expect(await (await fetch(url + path)).json()).toMatchObject({ exists: false });
    expect(verified).toMatchObject({ exists: true, has_screen_info: true, has_calibration_data: true });
  });
});
