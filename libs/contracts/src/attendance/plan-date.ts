import { refuse } from '../errors/issue.js';
import { date, type FieldType } from '../fields/index.js';

const [FIRST, LAST] = ['1970-01-01', '2199-12-31'];

/** A date for which working time can be planned. */
export function planDate(): FieldType<string> {
  const inner = date();
  return {
    ...inner,
    read(value, path) {
      const read = inner.read(value, path);
      if (read >= FIRST && read <= LAST) return read;
      return refuse(path, 'invalid', { text: `Working time is planned from ${FIRST} to ${LAST}.` });
    },
  };
}
