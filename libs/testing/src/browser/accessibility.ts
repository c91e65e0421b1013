import axe from 'axe-core';
import type { Page } from 'playwright-core';

/* Each rule once, but those about colours in both schemes. */
const runs = {
  light: 'axe.run()',
  dark: `axe.run({ runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] } })`,
};

/** Returns axe's violations on the page as shown, in the light and the dark colour scheme: scheme, rule, place, summary. */
export async function accessibilityProblems(page: Page): Promise<string[]> {
  const found: string[] = [];
  await page.evaluate(axe.source);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await page.evaluate<axe.AxeResults>(runs[colorScheme]);
    for (const { id, nodes } of violations)
      found.push(
        ...nodes.map(
          ({ target, failureSummary }) => `${colorScheme}: ${id} at ${String(target)}: ${failureSummary}`,
        ),
      );
  }
  await page.emulateMedia({ colorScheme: null });
  return found;
}
