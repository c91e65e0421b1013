import { sharedPlatform } from '@argus/testing';
import { accessibilityProblems, browserPath, keepScreenshot, launchBrowser } from '@argus/testing/browser';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';

/* Pages for people in a real Chromium: nothing is asked of another host, nothing is refused by the policy of the page. */
const path = browserPath();
if (!path)
  process.stderr.write(
    'SKIPPED: this run has no Chromium (CHROMIUM_BIN); the pages were not tried in a browser\n',
  );

const { url } = sharedPlatform();
let browser: Browser;
let page: Page;
let problems: string[];

beforeAll(async () => {
  if (path) browser = await launchBrowser(path);
});
afterAll(async () => browser?.close());
beforeEach(async () => {
  if (!path) return;
  problems = [];
  page = await browser.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('request', (request) => {
    if (!request.url().startsWith(url)) problems.push(`called ${request.url()}`);
  });
});
afterEach(async () => page?.close());

const widths = [1280, 390];
const view = (width: number) => page.setViewportSize({ width, height: 800 });
const overflow = () =>
  page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');

it('pages: every link of the start page, as a browser follows it, answers 200', async () => {
  const accept = 'text/html,application/xhtml+xml,*/*;q=0.8';
  const open = async (at: string) => fetch(new URL(at, url), { headers: { accept } });
  const start = await (await open('/')).text();
  const links = [...start.matchAll(/\shref="([^"#][^"]*)"/g)].map(([, href]) => href!);
  expect(links).toEqual(expect.arrayContaining(['/calibrate', '/health', '/swagger/?api=proctorx']));
  const answers = await Promise.all(links.map(async (href) => [href, (await open(href)).status] as const));
  expect(answers.filter(([, status]) => status !== 200)).toEqual([]);
});

(path ? describe : describe.skip)('pages in a browser', () => {
  it.each([
    ['start', '/', 200],
    ['not-found', '/nowhere', 404],
  ])(
    'pages: %s is readable on a desk and on a phone, by screen reader, in light and dark',
    async (name, at, status) => {
      for (const width of widths) {
        await view(width);
        expect((await page.goto(url + at))?.status()).toBe(status);
        expect([width, await overflow()]).toEqual([width, 0]);
        expect(await accessibilityProblems(page)).toEqual([]);
        await keepScreenshot(page, `${name}-${width}`);
      }
      await page.keyboard.press('Tab');
      expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the content');
      /* The browser itself reports the status of the page. */
      expect(problems.filter((each) => !each.includes('status of 404'))).toEqual([]);
    },
  );

  it('pages: the documents of the APIs open collapsed, with titles, and an operation unfolds', async () => {
    for (const width of widths) {
      await view(width);
      await page.goto(`${url}/swagger/?api=attendance`);
      await page.waitForSelector('.opblock-tag');
      expect(await page.locator('.opblock').count()).toBe(0);
      expect(await page.locator('.places [aria-current]').textContent()).toBe('Face Attendance System API');
      await keepScreenshot(page, `swagger-${width}`);
      await page.locator('.opblock-tag').first().click();
      await page.locator('.opblock-summary-control').first().click();
      await page.waitForSelector('.opblock-body');
      expect([width, await overflow()]).toEqual([width, 0]);
    }
    expect(problems).toEqual([]);
  });
});
