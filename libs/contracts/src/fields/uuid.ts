import type { FieldType } from './field.js';
import { opaqueText } from './text.js';
import { refuse } from '../errors/issue.js';
import { isUuid } from '../uuid.js';

/** The id of a row that PostgreSQL keeps as `uuid`. */
export function uuid(): FieldType<string> {
  const inner = opaqueText({ format: 'uuid', maxLength: 36 });
  return {
    ...inner,
    read(value, path) {
      const read = inner.read(value, path);
      return isUuid(read) ? read : refuse(path, 'invalid', { text: 'Must be a valid UUID.' });
    },
  };
}
