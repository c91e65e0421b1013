import type { RefreshedToken } from '@argus/contracts';
import type { RefreshedSession } from './refresh.service.js';

/** As simplejwt answers, with a new refresh token only where there is one. */
export const toRefreshedToken = ({ access, refresh }: RefreshedSession): RefreshedToken =>
  refresh === undefined ? { access } : { access, refresh };
