import type { Family } from '@argus/contracts';

export interface FamilyDocument {
  /** As the family's own document calls itself. */
  readonly title: string;
  readonly version: string;
  readonly description: string;
}

const paths = 'Paths answer with and without the final slash.';

/** Titles and versions that the originals published; clients made from their documents look for them. */
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
    description: `People, faces, attendance, cameras and reports. ${paths}`,
  },
  proctorx: {
    title: 'ProctorX API',
    version: '1.0.0',
    description: `Accounts and supervised tests. ${paths}`,
  },
};
