import type { ScreenView } from '@argus/contracts';
import type { Screen } from '@argus/gaze-geometry';
import { plainInstant } from '../plain-instant.js';
import type { ScreenRecord } from './screen.entity.js';

export const screenView = (screen: ScreenRecord): ScreenView => ({
  candidate_id: screen.candidateId,
  screen_width_px: screen.widthPx,
  screen_height_px: screen.heightPx,
  screen_width_mm: screen.widthMm,
  screen_height_mm: screen.heightMm,
  dpi: screen.dpi,
  diagonal_inches: screen.diagonalInches,
  monitor_name: screen.monitorName,
  camera_position: screen.cameraPosition,
  distance_cm: screen.distanceCm,
  collection_method: screen.collectionMethod,
  camera: screen.camera,
  timestamp: plainInstant(screen.savedAt),
});

/** As the fit reads it. */
export const screenForFit = (screen: ScreenRecord): Screen => ({
  widthPx: screen.widthPx,
  heightPx: screen.heightPx,
  widthMm: screen.widthMm,
  heightMm: screen.heightMm,
  sizeSource: screen.sizeSource,
  cameraPosition: screen.cameraPosition,
  viewingDistanceMm: Number(screen.distanceCm) * 10,
});
