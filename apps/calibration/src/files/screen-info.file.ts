import type { Screen } from '../screens/screen.entity.js';
import { plainInstant } from './plain-instant.js';

/** `screen_info.json` with the desktop programs' keys, in their order. */
export interface ScreenInfoFile {
  readonly candidate_id: string;
  readonly timestamp: string;
  readonly collection_method: string;
  readonly screen_width_px: number;
  readonly screen_height_px: number;
  readonly screen_width_mm: number;
  readonly screen_height_mm: number;
  readonly camera_position: string;
  readonly distance_cm: string;
  readonly dpi: number;
  readonly diagonal_inches: number;
  readonly monitor_name: string;
}

const MM_PER_INCH = 25.4;

export const diagonalInches = (widthMm: number, heightMm: number): number =>
  Math.hypot(widthMm, heightMm) / MM_PER_INCH;

export const screenInfoFile = (screen: Screen): ScreenInfoFile => ({
  candidate_id: screen.candidateId,
  timestamp: plainInstant(screen.savedAt),
  collection_method: screen.collectionMethod,
  screen_width_px: screen.widthPx,
  screen_height_px: screen.heightPx,
  screen_width_mm: screen.widthMm,
  screen_height_mm: screen.heightMm,
  camera_position: screen.cameraPosition,
  distance_cm: screen.distanceCm,
  dpi: screen.dpi,
  diagonal_inches: diagonalInches(screen.widthMm, screen.heightMm),
  monitor_name: screen.monitorName,
});
