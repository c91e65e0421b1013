import type { Platform } from '@argus/testing';

/** What writers write to, and where the rows are counted. */
export type ChaosTarget = Pick<Platform, 'url' | 'operationsUrl' | 'admin' | 'dataDirectory'>;
