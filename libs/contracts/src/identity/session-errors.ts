import { errorReply } from '../contract/index.js';

const code = 'token_not_valid';

/** Refusals of a refresh token in the words of simplejwt, for EyeTracker, TechTrack and attendance. */
export const refreshErrors = {
  REFRESH_TOKEN_INVALID: errorReply(401, 'Token is invalid or expired', 'detail', { code, challenge: true }),
  REFRESH_TOKEN_ENDED: errorReply(401, 'Token is blacklisted', 'detail', { code, challenge: true }),
  REFRESH_TOKEN_WRONG_TYPE: errorReply(401, 'Token has wrong type', 'detail', { code, challenge: true }),
};

/** Refusal of a wrong name or password in the words of simplejwt. */
export const tokenErrors = {
  INVALID_CREDENTIALS: errorReply(401, 'No active account found with the given credentials', 'detail', {
    challenge: true,
  }),
};
