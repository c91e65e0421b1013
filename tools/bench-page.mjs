/* The page that holds the figures of benchmarks: a head, then a section for each part. */

const HEAD = `# Benchmarks

Figures of the benchmarks, written by \`npm run bench -- --write [parts]\`; it replaces the sections of the parts that it ran. Compare
ratios: everything in a section was measured in one run on one machine. Times and rates depend on the machine and its load.
`;

/** The sections of a page by the names of their parts. */
const sectionsOf = (page) =>
  new Map(
    page.split(/^(?=## )/m).flatMap((text) => {
      const name = /^## (\S+)$/m.exec(text)?.[1];
      return text.startsWith('## ') && name ? [[name, text.trimEnd()]] : [];
    }),
  );

function sectionOf({ name, compares, date, machine, output }) {
  const printed = output.trim().replace(/[ \t]+$/gm, '');
  return `## ${name}\n\nCompares ${compares}.\nMeasured on ${date}: ${machine}.\n\n\`\`\`text\n${printed}\n\`\`\``;
}

/**
 * Returns the page with the section of each result replaced or added; the others stay. Sections stand in the order of `parts`,
 * and one of a part that there no longer is goes.
 */
export function withResults(page, results, parts) {
  const sections = sectionsOf(page);
  for (const result of results) sections.set(result.name, sectionOf(result));
  const ordered = parts.flatMap((name) => sections.get(name) ?? []);
  return `${[HEAD.trimEnd(), ...ordered].join('\n\n')}\n`;
}
