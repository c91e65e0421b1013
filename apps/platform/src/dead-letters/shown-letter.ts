import type { KeptLetter } from '@argus/persistence';
import { shownPayload, shownText } from './shown-payload.js';

export interface ServiceLetter extends KeptLetter {
  readonly service: string;
}

const LINE = 160;
const FULL = 20_000;

/** A letter in three lines. */
export const shownLine = ({ error, ...letter }: ServiceLetter): string =>
  [
    headOf(letter),
    `    ${shownText(error.split('\n')[0]!, LINE)}`,
    `    ${shownPayload(letter.subject, letter.payload, LINE)}`,
  ].join('\n');

export const shownLetter = ({ error, ...letter }: ServiceLetter): string =>
  [
    headOf(letter),
    ...error.split('\n').map((line) => `    ${shownText(line, FULL)}`),
    ...Object.entries(letter.headers).map(([name, value]) => `    ${name}: ${shownText(value, LINE)}`),
    `    ${shownPayload(letter.subject, letter.payload, FULL)}`,
  ].join('\n');

const headOf = ({
  service,
  eventId,
  keptAt,
  subject,
  deliveries,
  replayAskedAt,
}: Omit<ServiceLetter, 'error'>): string =>
  [
    service,
    eventId,
    keptAt.toISOString(),
    shownText(subject, LINE),
    `${deliveries} ${deliveries === 1 ? 'delivery' : 'deliveries'}`,
    ...(replayAskedAt ? ['replay asked'] : []),
  ].join('  ');
