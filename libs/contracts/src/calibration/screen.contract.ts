import { authenticatedWhenStrict, contract, errorReply, op } from '../contract/index.js';
import { boolean, Field, integer, list, number, object, opaqueText, text } from '../fields/index.js';
import { CameraIntrinsics } from '../vision/gaze.contract.js';
import { clientName, numericText, worded } from './fields.js';

export const screenCameraPositions = [
  'top-center',
  'top-left',
  'top-right',
  'bottom-center',
  'bottom-left',
  'bottom-right',
  'left-center',
  'right-center',
  'embedded',
] as const;
export type ScreenCameraPosition = (typeof screenCameraPositions)[number];

const positionsSentence = `Invalid camera position. Must be one of: [${screenCameraPositions.map((each) => `'${each}'`).join(', ')}]`;

/** The limits allow for a wall of screens in pixels and a cinema in millimetres. */
const pixels = () => integer({ above: 0, max: 100_000 });
const millimetres = () => number({ above: 0, max: 100_000 });
/** The minimum keeps sizes in millimetres, computed from it, finite. */
const dotsPerInch = () => number({ min: 0.01, max: 10_000 });

export class ScreenInfo {
  @Field(clientName()) candidate_id!: string;
  @Field(pixels()) screen_width_px!: number;
  @Field(pixels()) screen_height_px!: number;
  @Field(millimetres(), { optional: true, nullable: true, description: 'Default: computed from px and dpi' })
  screen_width_mm?: number | null;
  @Field(millimetres(), { optional: true, nullable: true }) screen_height_mm?: number | null;
  @Field(dotsPerInch(), { default: 96 }) dpi!: number;
  @Field(number({ above: 0, max: 10_000 }), { optional: true, nullable: true }) diagonal_inches?:
    number | null;
  @Field(opaqueText({ verbatim: true, allowBlank: true, maxLength: 255 }), { default: 'Unknown' })
  monitor_name!: string;
  @Field(worded(screenCameraPositions, positionsSentence), { default: 'top-center' })
  camera_position!: ScreenCameraPosition;
  @Field(numericText(), { default: '60', description: 'Distance from eye to screen' }) distance_cm!: string;
  @Field(opaqueText({ verbatim: true, allowBlank: true, maxLength: 100 }), { default: 'automatic' })
  collection_method!: string;
  @Field(object(CameraIntrinsics), {
    optional: true,
    nullable: true,
    description: 'Camera of the candidate, used for frames that are sent without a camera',
  })
  camera?: CameraIntrinsics | null;
}

export class SavedScreen {
  @Field(boolean()) success!: boolean;
  @Field(text({ allowBlank: true })) candidate_id!: string;
  @Field(text({ format: 'date-time' })) timestamp!: string;
  @Field(text(), { example: 'Screen information saved successfully' }) message!: string;
}

export class ScreenView {
  @Field(text({ allowBlank: true })) candidate_id!: string;
  @Field(integer()) screen_width_px!: number;
  @Field(integer()) screen_height_px!: number;
  @Field(number()) screen_width_mm!: number;
  @Field(number()) screen_height_mm!: number;
  @Field(number()) dpi!: number;
  @Field(number(), { nullable: true, description: 'Computed when a calibration completes' })
  diagonal_inches!: number | null;
  @Field(text({ allowBlank: true })) monitor_name!: string;
  @Field(text()) camera_position!: string;
  @Field(text()) distance_cm!: string;
  @Field(text({ allowBlank: true })) collection_method!: string;
  @Field(object(CameraIntrinsics), { nullable: true }) camera!: CameraIntrinsics | null;
  @Field(text({ format: 'date-time' })) timestamp!: string;
}

export class CandidatePath {
  @Field(clientName()) candidate_id!: string;
}

export class DetectScreen {
  @Field(number({ min: 0, max: 1e9 }), { default: 0 }) screen_width_px!: number;
  @Field(number({ min: 0, max: 1e9 }), { default: 0 }) screen_height_px!: number;
  @Field(dotsPerInch(), { default: 96 }) dpi!: number;
  @Field(millimetres(), { optional: true, nullable: true }) screen_width_mm?: number | null;
  @Field(millimetres(), { optional: true, nullable: true }) screen_height_mm?: number | null;
}

export class ScreenValidation {
  @Field(boolean(), { description: 'Whether these numbers are plausible for a screen' }) valid!: boolean;
  @Field(list(text())) warnings!: string[];
}

export class DetectedScreen {
  @Field(number()) screen_width_mm!: number;
  @Field(number()) screen_height_mm!: number;
  @Field(text({ format: 'date-time' })) detection_timestamp!: string;
  @Field(object(ScreenValidation)) validation!: ScreenValidation;
}

export const screenNotSaved = {
  SCREEN_INFO_MISSING: errorReply(400, 'Screen information must be saved first', 'detail'),
};

/** The screen that a candidate looks at: its size and the position of its camera. */
export const calibrationScreenContract = contract(
  'calibration.screen',
  { family: 'calibration', tag: 'Screen' },
  {
    save: op({
      http: { method: 'POST', path: '/api/screen/info' },
      undeclared: 'ignored',
      body: ScreenInfo,
      reply: SavedScreen,
      access: authenticatedWhenStrict(),
      summary: 'Save the screen of a candidate; replaces an earlier one',
    }),
    get: op({
      http: { method: 'GET', path: '/api/screen/info/{candidate_id}' },
      params: CandidatePath,
      reply: ScreenView,
      access: authenticatedWhenStrict(),
      errors: { SCREEN_INFO_NOT_FOUND: errorReply(404, 'Screen info not found', 'detail') },
      summary: 'Read the screen of a candidate',
    }),
    detect: op({
      http: { method: 'POST', path: '/api/screen/detect' },
      undeclared: 'ignored',
      body: DetectScreen,
      bodyReadBy: 'service',
      reply: DetectedScreen,
      access: authenticatedWhenStrict(),
      description: 'Returns all fields that were sent, with the size in millimetres added.',
      summary: 'Check the screen size that a browser reports',
    }),
  },
);
