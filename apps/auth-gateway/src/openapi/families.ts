import type { Family } from '@argus/contracts';

export interface FamilyDocument {
  /** The title of the original document. */
  readonly title: string;
  readonly version: string;
  readonly description: string;
}

const paths = 'Paths work with and without the final slash.';

/** What every document says of answers that belong to no operation. */
export const otherMethods =
  'A method that a path does not have gets 405: `Allow` names those that it has, and `X-Error-Code` is `METHOD_NOT_ALLOWED`.';

/** The titles and versions that the originals published; clients generated from those documents look for them. */
export const familyDocuments: Readonly<Record<Family, FamilyDocument>> = {
  eyetracker: {
    title: 'EyeTracker.WebAPI',
    version: '1.0.0',
    description: 'Serves data to eye tracking app',
  },
  techtrack: {
    title: 'TechTrack API',
    version: 'v1',
    description: `Equipment, its readings and alerts. ${paths}`,
  },
  calibration: {
    title: 'Web Calibration API',
    version: '1.0.0',
    description: `Gaze calibration in the browser. ${paths}`,
  },
  attendance: {
    title: 'Face Attendance System API',
    version: 'v1',
    description: `People, faces and attendance. ${paths}`,
  },
  proctorx: {
    title: 'ProctorX API',
    version: '1.0.0',
    description: `Accounts and supervised tests. ${paths}`,
  },
};
