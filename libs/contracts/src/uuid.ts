import { isUUID } from 'class-validator';

/** Whether PostgreSQL can take the text as a `uuid`; any version, either case. */
export const isUuid = (text: string): boolean => isUUID(text, 'loose');
