import type { RefreshedToken } from '@argus/contracts';
import type { RefreshedSession } from './refresh.service.js';

/** Returns the answer of simplejwt, with a refresh token only if there is a new one. */
export const toRefreshedToken = ({ access, refresh }: RefreshedSession): RefreshedToken =>
  refresh === undefined ? { access } : { access, refresh };
