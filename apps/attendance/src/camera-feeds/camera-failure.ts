import { OutgoingFailed, OutgoingRefused } from '@argus/outgoing';

/** What may go wrong with a camera, and what whoever installs it does about it. */
export const cameraFailures = {
  no_address: 'No address is registered: set rtsp_url.',
  bad_address: 'The address cannot be called: set rtsp_url anew.',
  forbidden_address: 'The address is never called: it is of this machine, a link or a special network.',
  private_address:
    'The address is in a private network that is not listed: the operator lists it in CAMERA_NETWORKS.',
  not_found: 'The name of the camera is not found: check the spelling, or use its IP address.',
  refused: 'Nothing listens at that port: check the port, and that the camera serves video there.',
  timeout:
    'The camera gives no answer: check that it has power and network, and that a firewall lets the platform through.',
  reset: 'The camera ended the connection.',
  tls: 'The certificate of the camera is not trusted, or is not for that name.',
  unreachable: 'The camera cannot be reached from here: check network and routes.',
  credentials: 'The camera refuses this user and password (401).',
  no_credentials: 'The camera asks for a user and a password (401): set username and password.',
  forbidden: 'The camera knows this user but does not let it see the video (403).',
  no_such_stream: 'The camera has no video under that path (404): look up the path in its manual.',
  redirect: 'The camera sends on to another address; that is not followed. Set rtsp_url to that address.',
  busy: 'The camera has no free connection (453 or 503): close other viewers, or raise its limit.',
  camera_error: 'The camera answered with an error of its own: restart it.',
  not_rtsp: 'What answers there does not speak RTSP: check the port.',
  not_http: 'What answers there does not speak HTTP: check the port.',
  not_pictures:
    'What answers there sends neither JPEG nor MJPEG: look up the address of the snapshot in the manual of the camera.',
  no_video: 'The camera offers no video there, perhaps only sound or data.',
  codec: 'The video is in a form that is not read: set the camera to H.264, H.265 or MJPEG.',
  silent: 'The connection stands, but no video comes: restart the camera.',
  no_picture:
    'Video comes, but no picture can be made of it: set the camera to H.264, H.265 or MJPEG, with at most 4096 x 2160 pixels.',
  too_large: 'The pictures are too large: at most 4096 x 2160 pixels and 8 MiB.',
  ended: 'The camera ended the video.',
  no_decoder:
    'The platform has no ffmpeg to read the video with: the operator installs it or sets CAMERA_FFMPEG.',
  slow_decoder:
    'The platform is too slow for this video: choose a smaller picture, or a second stream of the camera.',
} as const;

export type CameraFailureKind = keyof typeof cameraFailures;

/** Whether the camera was reached. What is reached and gives no picture is an error, all else is offline. */
const reached: readonly CameraFailureKind[] = [
  'credentials',
  'no_credentials',
  'forbidden',
  'no_such_stream',
  'redirect',
  'busy',
  'camera_error',
  'not_rtsp',
  'not_http',
  'not_pictures',
  'no_video',
  'codec',
  'no_picture',
  'too_large',
  'slow_decoder',
];

/** Why a camera gives no pictures, in words for whoever installs it. They hold nothing that the camera sent. */
export class CameraFailure extends Error {
  constructor(
    readonly kind: CameraFailureKind,
    options?: ErrorOptions,
  ) {
    super(cameraFailures[kind], options);
    this.name = 'CameraFailure';
  }

  get status(): 'offline' | 'error' {
    return reached.includes(this.kind) ? 'error' : 'offline';
  }
}

/** Returns any failure of a connection as one of a camera. */
export function asCameraFailure(error: unknown): CameraFailure {
  if (error instanceof CameraFailure) return error;
  if (error instanceof OutgoingFailed) return new CameraFailure(error.kind, { cause: error });
  if (error instanceof OutgoingRefused) {
    const { reason } = error;
    const isOfAddress = reason === 'invalid_url' || reason === 'wrong_scheme' || reason === 'credentials';
    return new CameraFailure(isOfAddress ? 'bad_address' : reason, { cause: error });
  }
  throw error;
}
