/** Indices into MediaPipe's canonical face mesh. Right and left are the person's own. */
export const meshPoints = {
  foreheadTop: 10,
  chin: 152,
  rightCheek: 234,
  leftCheek: 454,
  noseBase: 2,
  noseTip: 1,
  mouthRight: 61,
  mouthLeft: 291,
} as const;

export interface EyePoints {
  readonly outerCorner: number;
  readonly innerCorner: number;
  /** Lid pairs, upper and lower, from the outer to the inner corner. */
  readonly lids: readonly (readonly [upper: number, lower: number])[];
}

export const rightEyePoints: EyePoints = {
  outerCorner: 33,
  innerCorner: 133,
  lids: [
    [160, 144],
    [159, 145],
    [158, 153],
  ],
};

export const leftEyePoints: EyePoints = {
  outerCorner: 263,
  innerCorner: 362,
  lids: [
    [387, 373],
    [386, 374],
    [385, 380],
  ],
};
