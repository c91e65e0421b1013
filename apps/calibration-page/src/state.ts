import { Api, type ScreenRecord } from './api.js';
import { Camera } from './camera.js';
import { element } from './dom.js';

/** State that the panels share while the page is open. */
export interface State {
  readonly api: Api;
  readonly camera: Camera;
  candidate: string;
  interview: string | null;
  layout: number;
  screenRecord: ScreenRecord | undefined;
}

/** Reads candidate_id, interview_id and access_token from behind the `#`, which browsers do not send to servers. */
export function initialState(hash: string): State {
  const given = new URLSearchParams(hash.replace(/^#/, ''));
  const api = new Api();
  api.accessToken = given.get('access_token') ?? '';
  return {
    api,
    camera: new Camera(element<HTMLVideoElement>('preview')),
    candidate: given.get('candidate_id') ?? '',
    interview: given.get('interview_id'),
    layout: 9,
    screenRecord: undefined,
  };
}
