import { isUUID } from 'class-validator/cjs/decorator/string/IsUUID.js';

/** Whether PostgreSQL accepts the text as a `uuid`: any version, upper or lower case. */
export const isUuid = (text: string): boolean => isUUID(text, 'loose');
