import { instant, type ScreenView } from '@argus/contracts';
import type { Screen as ScreenGeometry } from '@argus/gaze-geometry';
import type { Screen } from './screen.entity.js';

export const screenView = (screen: Screen): ScreenView => ({
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
  timestamp: instant(screen.savedAt),
});

/** Returns the screen in the form that the fit needs. */
export const screenForFit = (screen: Screen): ScreenGeometry => ({
  widthPx: screen.widthPx,
  heightPx: screen.heightPx,
  widthMm: screen.widthMm,
  heightMm: screen.heightMm,
  sizeSource: screen.sizeSource,
  cameraPosition: screen.cameraPosition,
  viewingDistanceMm: Number(screen.distanceCm) * 10,
});
