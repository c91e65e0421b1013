import Table from 'cli-table3';

/** A part of the evaluation as terminal and documents show it. */
export interface Section {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly notes: readonly string[];
}

export function printSection({ title, head, rows, notes }: Section): void {
  const lines = [`\n── ${title}`];
  if (rows.length > 0) {
    const table = new Table({ head: [...head], style: { head: [], border: [] } });
    table.push(...rows.map((row) => [...row]));
    lines.push(String(table));
  }
  process.stdout.write(`${[...lines, ...notes].join('\n')}\n`);
}

export function markdownOf({ title, head, rows, notes }: Section): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  const table = rows.length === 0 ? [] : [line(head), line(head.map(() => '---')), ...rows.map(line), ''];
  return [`### ${title}`, '', ...table, ...notes.flatMap((note) => [note, ''])].join('\n');
}

/** A share in per cent with so many digits that its size is seen. */
export function percent(share: number): string {
  if (Number.isNaN(share)) return '-';
  const value = 100 * share;
  if (value === 0 || value === 100) return `${value} %`;
  const digits =
    value > 99
      ? 2
      : value >= 10
        ? 1
        : value >= 0.1
          ? 2
          : Math.min(6, 1 - Math.floor(Math.log10(value) + 1e-9));
  return `${value.toFixed(digits)} %`;
}

export function withInterval({ value, low, high }: { value: number; low: number; high: number }): string {
  return `${percent(value)} [${percent(low).replace(' %', '')} to ${percent(high).replace(' %', '')}]`;
}

/** A rate as a power of ten: 1.2e-5. */
export const rateText = (rate: number): string => (rate === 0 ? '0' : rate.toExponential(1));

export const countText = (count: number): string =>
  Math.round(count)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ' ');
