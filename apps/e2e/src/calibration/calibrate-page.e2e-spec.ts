import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sharedPlatform } from '@argus/testing';
import { portraitsOf } from '@argus/testing/photographs';
import {
  accessibilityProblems,
  browserPath,
  keepScreenshot,
  launchBrowser,
  MARK_PX,
  markOf,
  writeFakeCamera,
} from '@argus/testing/browser';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { scenesOf } from './film.js';

/*
 * A person calibrates through the page in a real Chromium, by keyboard only. Its camera shows a film made from a photograph:
 * the irises move as if the person looked at the point on the page.
 */
const path = browserPath();
if (!path)
  process.stderr.write(
    'SKIPPED: this run has no Chromium (CHROMIUM_BIN; npm test finds or installs one for the embedded mode); the calibration page was not tried in a browser\n',
  );

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
/* The last point comes first: the camera is set up during its scene, and the loop shows it again when it is needed. */
const filmPoints = [validationPoints[3]!, ...calibrationPoints, ...validationPoints.slice(0, 3)];
const firstScene = { calibration: 1, validation: 1 + calibrationPoints.length };
/** A point takes three to four seconds. If it starts in the first third of its scene, it ends within the scene. */
const film = { framesPerSecond: 6, secondsPerScene: 6 };
const MAX_START = 1 / 3;

const { url } = sharedPlatform();
const candidate = `browser-${Date.now()}`;
let folder: string;
let browser: Browser;
let page: Page;
const problems: string[] = [];

beforeAll(async () => {
  if (!path) return;
  folder = await mkdtemp(join(tmpdir(), 'argus-film-'));
  const screen = { widthMm: VIEW.width * MM_PER_PX, heightMm: VIEW.height * MM_PER_PX };
  const [photograph] = portraitsOf('hepburn');
  const scenes = await scenesOf(photograph!, url, screen, filmPoints);
  await writeFakeCamera(join(folder, 'film.y4m'), { ...film, scenes });
  browser = await launchBrowser(path, join(folder, 'film.y4m'));
  const context = await browser.newContext({ viewport: VIEW, reducedMotion: 'reduce' });
  page = await context.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('request', (request) => {
    if (!request.url().startsWith(url) && !request.url().startsWith('blob:'))
      problems.push(`called ${request.url()}`);
  });
}, 120_000);

afterAll(async () => {
  await browser?.close();
  if (folder) await rm(folder, { recursive: true, force: true });
});

const shown = (panel: string) =>
  page.waitForSelector(`[data-panel="${panel}"]:not([hidden])`, { timeout: 60_000 });
const statusText = () => page.locator('#run-status').textContent();

/** Presses Tab until the control has the focus, then presses the key. */
async function press(selector: string, key = 'Enter'): Promise<void> {
  await page.waitForSelector(`${selector}:not([disabled])`);
  for (let i = 0; i < 40; i++) {
    if (await page.evaluate<boolean>(`document.activeElement === document.querySelector('${selector}')`)) {
      await page.keyboard.press(key);
      return;
    }
    await page.keyboard.press('Tab');
  }
  throw new Error(`${selector} is not reached by Tab`);
}

/** Script that returns the brightness of the film's two marks as the browser sees them. */
const marks = `(() => {
  const canvas = document.createElement('canvas');
  canvas.width = 2;
  canvas.height = 1;
  const context = canvas.getContext('2d');
  for (const i of [0, 1])
    context.drawImage(document.getElementById('preview'), ${MARK_PX} * i + 8, 8, 16, 16, i, 0, 1, 1);
  const { data } = context.getImageData(0, 0, 2, 1);
  return [data[1], data[5]];
})()`;

/** Waits for the first third of a scene. */
async function sceneBegins(scene: number): Promise<void> {
  const cycleMs = filmPoints.length * film.secondsPerScene * 1000;
  const deadline = Date.now() + 2 * cycleMs;
  while (Date.now() < deadline) {
    const [mark, passed] = await page.evaluate<[number, number]>(marks);
    if (Math.abs(mark - markOf(scene)) < 7 && passed < 255 * MAX_START) return;
    await page.evaluate('new Promise(requestAnimationFrame)');
  }
  throw new Error(`Scene ${scene} did not come`);
}

/** For each point of a run: pauses, waits until the person in the film looks there, and continues. */
async function lookAt(first: number, count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    await page.locator('#run-status', { hasText: `Point ${i + 1} of ${count}` }).waitFor({ timeout: 30_000 });
    await page.keyboard.press('Escape');
    await page.waitForSelector('#run-paused:not([hidden])');
    expect(await statusText()).toBe(`Point ${i + 1} of ${count}`);
    await sceneBegins((first + i) % filmPoints.length);
    await page.keyboard.press('Enter');
    await page.waitForSelector('#run-paused', { state: 'hidden' });
  }
  await page.waitForSelector('#run', { state: 'hidden', timeout: 30_000 });
}

(path ? describe : describe.skip)('the calibration page in a browser', () => {
  it('calibration page: a person without a mouse gets from the start to a validated calibration', async () => {
    await page.goto(`${url}/calibrate#candidate_id=${candidate}`);
    expect(page.url()).toBe(`${url}/calibrate`);
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
    await page.waitForSelector('#hints li.good');
    expect(await accessibilityProblems(page)).toEqual([]);
    await press('#camera-continue');

    await shown('ready');
    expect(await accessibilityProblems(page)).toEqual([]);
    await press('#run-start');
    await lookAt(firstScene.calibration, calibrationPoints.length);
    await shown('result');
    expect(await page.locator('#result-title').textContent()).toBe('Calibrated');

    await press('#validate');
    await shown('ready');
    await press('#run-start');
    await lookAt(firstScene.validation, validationPoints.length);
    await page.waitForSelector('.figures', { timeout: 60_000 });
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
  }, 180_000);

  it('calibration page: the stored calibration can be read back', async () => {
    const path = `/api/calibration/verify/${candidate}`;
    const verified = await page.evaluate<object>(`fetch('${path}').then((answer) => answer.json())`);
    /* Whoever has not the page's cookie does not find it. */
    expect(await (await fetch(url + path)).json()).toMatchObject({ exists: false });
    expect(verified).toMatchObject({ exists: true, has_screen_info: true, has_calibration_data: true });
  });
});
