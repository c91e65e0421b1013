/* The page of the twenty-five checks: how many are shown, a table, and what is missing. */
import { states } from './checks.mjs';

const HEAD = `# Trust: twenty-five checks

What a platform of this kind must show before it is trusted with faces, exams and alarms, and how far Argus shows it. A check is
**shown** when a test that can fail covers all that is asked, at the size asked, in CI or by hand; **partly** when it is smaller or narrower. Figures
by hand come from one machine on one day.

\`npm run trust\` makes this page from \`tools/trust/checks/\`, one file per check; it refuses tests, commands and figures that are not there.
`;

const testLink = (file) => `[${file.split('/').slice(-2).join('/')}](../${file})`;

const cellsOf = ({ number, title, state, asked, tests, inCi, byHand, figure }) => [
  number,
  title,
  state,
  asked,
  tests.map(testLink).join('<br>') || '–',
  inCi,
  byHand ? `${byHand.size}: \`${byHand.command}\`` : '–',
  figure ? `${figure.text} (${figure.date})` : '–',
];

const row = (cells) => `| ${cells.join(' | ')} |`;

/** Returns the page as Markdown. */
export function trustPage(checks) {
  const sums = states.map((state) => `${state} ${checks.filter((check) => check.state === state).length}`);
  const table = [
    ['#', 'check', 'state', 'asked', 'tests', 'in CI', 'by hand', 'figure'],
    Array(8).fill('---'),
    ...checks.map(cellsOf),
  ].map(row);
  const gaps = checks
    .filter(({ missing }) => missing)
    .map(({ number, title, missing }) => `- **${number}, ${title}:** ${missing}`);
  return [HEAD, `Today: ${sums.join(', ')}.`, '', ...table, '', '## What is missing', '', ...gaps, ''].join(
    '\n',
  );
}
