import { errorReply } from '../contract/index.js';

const code = 'token_not_valid';

/** What simplejwt says of a refresh token; EyeTracker, TechTrack and attendance. */
export const refreshErrors = {
  REFRESH_TOKEN_INVALID: errorReply(401, 'Token is invalid or expired', 'detail', { code, challenge: true }),
  REFRESH_TOKEN_ENDED: errorReply(401, 'Token is blacklisted', 'detail', { code, challenge: true }),
  REFRESH_TOKEN_WRONG_TYPE: errorReply(401, 'Token has wrong type', 'detail', { code, challenge: true }),
};

/** What simplejwt says of names and passwords that do not fit. */
export const tokenErrors = {
  INVALID_CREDENTIALS: errorReply(401, 'No active account found with the given credentials', 'detail', {
    challenge: true,
  }),
};
