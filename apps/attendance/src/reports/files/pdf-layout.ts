/** A4 in points. */
export const PAGE_WIDTH = 595.28;
export const PAGE_HEIGHT = 841.89;
export const MARGIN = 42;
export const CONTENT_WIDTH = PAGE_WIDTH - 2 * MARGIN;

export const colors = {
  dark: '#1f4e79',
  bar: '#2e75b6',
  pale: '#dbe5ef',
  grey: '#6b6b6b',
  line: '#c9d3de',
} as const;

/** A column of a table: how wide it is and to which side its text stands. */
export interface Column {
  readonly title: string;
  /** Share of the width of the table. */
  readonly share: number;
  readonly align?: 'right';
}

export const departmentColumns: readonly Column[] = [
  { title: 'Department', share: 0.46 },
  { title: 'People', share: 0.12, align: 'right' },
  { title: 'Rate', share: 0.12, align: 'right' },
  { title: 'Present on a working day', share: 0.3, align: 'right' },
];

export const peopleColumns: readonly Column[] = [
  { title: 'Employee', share: 0.16 },
  { title: 'Name', share: 0.4 },
  { title: 'Attended', share: 0.11, align: 'right' },
  { title: 'Working days', share: 0.13, align: 'right' },
  { title: 'Rate', share: 0.09, align: 'right' },
  { title: 'Arrival', share: 0.11, align: 'right' },
];
