import type { FaceMeasures } from './measures.js';

/** A quality component, named as in ISO/IEC 29794-5. */
export interface QualityComponent {
  readonly name: string;
  /** Returns 0 (worst) to 100. */
  readonly score: (measures: FaceMeasures) => number;
  /** Minimum score of a sufficient photograph; 0 never refuses. */
  readonly floor: number;
  /** True leaves the component out of the unified score, because it does not predict errors of recognition. */
  readonly unscored?: boolean;
  /** Returns a sentence that tells the person what to do. */
  readonly advice: (measures: FaceMeasures) => string;
}

/** Returns 0 to 100, 50 at `centre`. With a negative `width`, small values score high. */
const sigmoid = (value: number, centre: number, width: number): number =>
  100 / (1 + Math.exp((centre - value) / width));

/** Returns 100 straight ahead, falling with the square of the cosine. */
const poseScore = (degrees: number): number =>
  Math.abs(degrees) >= 90 ? 0 : 100 * Math.cos((degrees * Math.PI) / 180) ** 2;

/** Returns the floor of a pose component whose limit is this angle. */
const floorAt = (degrees: number): number => Math.round(poseScore(degrees));

/*
 * InterEyeDistance uses the sigmoid of the standard's reference implementation (70 px, width 20). The others were chosen on
 * the test photographs: sharp, evenly lit portraits reach 80 or more. Floors of Sharpness (detail 0.05) and InterEyeDistance
 * (15 px) lie where SFace begins to miss people: ADR 56.
 */
export const qualityComponents: readonly QualityComponent[] = [
  {
    name: 'Sharpness',
    score: ({ detail }) => sigmoid(detail, 0.12, 0.035),
    floor: 12,
    advice: () => 'Hold the camera still and let it focus: the face is blurred.',
  },
  {
    name: 'UnderExposurePrevention',
    score: ({ darkShare }) => sigmoid(darkShare, 0.5, -0.1),
    floor: 40,
    advice: () => 'Add light from the front: the face is too dark.',
  },
  {
    name: 'OverExposurePrevention',
    score: ({ brightShare }) => sigmoid(brightShare, 0.25, -0.06),
    floor: 40,
    advice: () => 'Reduce the light on the face: parts of it are burnt out.',
  },
  {
    name: 'DynamicRange',
    score: ({ entropyBits }) => sigmoid(entropyBits, 5, 0.5),
    floor: 20,
    advice: () => 'Use even, brighter light: the face shows too little contrast.',
  },
  {
    name: 'IlluminationUniformity',
    score: ({ halvesOverlap }) => 100 * halvesOverlap,
    floor: 15,
    advice: () => 'Turn towards the light: one side of the face is much darker than the other.',
  },
  {
    name: 'InterEyeDistance',
    score: ({ interEyeDistancePx }) => sigmoid(interEyeDistancePx, 70, 20),
    floor: 6,
    unscored: true,
    advice: ({ interEyeDistancePx }) =>
      `Come closer or use a better camera: the eyes are only ${Math.round(interEyeDistancePx)} pixels apart, 15 are needed.`,
  },
  {
    name: 'HeadPoseYaw',
    score: ({ pose }) => poseScore(pose.yawDegrees),
    floor: floorAt(35),
    advice: () => 'Look straight into the camera: the head is turned to the side.',
  },
  {
    name: 'HeadPosePitch',
    score: ({ pose }) => poseScore(pose.pitchDegrees),
    floor: floorAt(30),
    advice: ({ pose }) =>
      `Hold the camera at eye level: the head looks ${pose.pitchDegrees > 0 ? 'down' : 'up'}.`,
  },
  {
    name: 'HeadPoseRoll',
    score: ({ pose }) => poseScore(pose.rollDegrees),
    floor: floorAt(40),
    advice: () => 'Hold the head upright: it is tilted.',
  },
  {
    name: 'EyesOpen',
    score: ({ eyeOpening }) => sigmoid(eyeOpening, 0.15, 0.04),
    floor: 8,
    advice: () => 'Open both eyes and take off dark glasses.',
  },
  {
    name: 'HeadSize',
    score: ({ headShare }) => sigmoid(headShare, 0.12, 0.04),
    floor: 0,
    advice: () => 'Come closer: the head is small in the picture.',
  },
  {
    name: 'CropOfTheFaceImage',
    score: ({ shareInside }) => sigmoid(shareInside, 0.8, 0.04),
    floor: 20,
    advice: ({ fillsPicture }) =>
      fillsPicture
        ? 'Move back: the face does not fit into the picture.'
        : 'Move into the picture: part of the face is cut off.',
  },
  {
    name: 'SingleFacePresent',
    score: ({ otherFaceShare }) => 100 * (1 - Math.min(otherFaceShare, 1)),
    floor: 0,
    advice: () => 'Be alone in the picture.',
  },
];
