import {
  type DetectedScreen,
  DetectScreen,
  DomainError,
  instant,
  parse,
  type SavedScreen,
  type ScreenInfo,
  type ScreenView,
} from '@argus/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { type CalibrationSettings, calibrationSettings } from '../calibration.settings.js';
import { FULL_RETRY_SECONDS, maxRowsOf } from '../max-rows.js';
import type { Owner } from '../owner.js';
import { screenView } from './screen.view.js';
import { ScreenStore } from './screen.store.js';

const MM_PER_INCH = 25.4;
/* Sides of a screen, from the short side of a phone to a wall. */
const MIN_SIDE_MM = 40;
const MAX_SIDE_MM = 10_000;

@Injectable()
export class ScreenService {
  constructor(
    private readonly screens: ScreenStore,
    @Inject(calibrationSettings.token) private readonly settings: CalibrationSettings,
  ) {}

  async save(owner: Owner, body: ScreenInfo): Promise<SavedScreen> {
    const { width_mm, height_mm, source } = sizeOf(body);
    const savedAt = new Date();
    const screen = {
      owner: owner.name,
      origin: owner.origin,
      candidateId: body.candidate_id,
      widthPx: body.screen_width_px,
      heightPx: body.screen_height_px,
      widthMm: width_mm,
      heightMm: height_mm,
      sizeSource: source,
      dpi: body.dpi,
      diagonalInches: body.diagonal_inches ?? null,
      monitorName: body.monitor_name,
      cameraPosition: body.camera_position,
      distanceCm: body.distance_cm,
      collectionMethod: body.collection_method,
      camera: body.camera ?? null,
      savedAt,
    };
    if (!(await this.screens.save(screen, maxRowsOf(owner, this.settings))))
      throw new DomainError('RATE_LIMITED', { retryAfterSeconds: FULL_RETRY_SECONDS });
    return {
      success: true,
      candidate_id: body.candidate_id,
      timestamp: instant(savedAt),
      message: 'Screen information saved successfully',
    };
  }

  async get(owner: Owner, candidateId: string): Promise<ScreenView> {
    const screen = await this.screens.find(owner.name, candidateId);
    if (!screen) throw new DomainError('SCREEN_INFO_NOT_FOUND');
    return screenView(screen);
  }

  /** Returns the sent fields, the size in millimetres, and whether a screen can have that size. */
  detect(sent: unknown): DetectedScreen {
    const read = parse(DetectScreen, sent);
    const { screen_width_px: width, screen_height_px: height, dpi } = read;
    const { width_mm, height_mm } = sizeOf(read);
    const warnings = [
      ...(width < 800 || height < 600 ? ['Screen resolution seems too low'] : []),
      ...(width > 7680 || height > 4320 ? ['Screen resolution seems unusually high'] : []),
      ...(dpi < 72 || dpi > 300 ? [`Unusual DPI value: ${dpi}`] : []),
    ];
    const plausible = [width_mm, height_mm].every((size) => size >= MIN_SIDE_MM && size <= MAX_SIDE_MM);
    return {
      ...(sent as object),
      screen_width_mm: width_mm,
      screen_height_mm: height_mm,
      detection_timestamp: instant(new Date()),
      validation: { valid: width >= 1 && height >= 1 && plausible, warnings },
    };
  }
}

/** Returns the given millimetres. Without a width it computes both sides from the pixel density and ignores the height. */
function sizeOf(given: {
  readonly screen_width_px: number;
  readonly screen_height_px: number;
  readonly dpi: number;
  readonly screen_width_mm?: number | null;
  readonly screen_height_mm?: number | null;
}): { width_mm: number; height_mm: number; source: 'measured' | 'estimated' } {
  const { screen_width_px, screen_height_px, dpi, screen_width_mm, screen_height_mm } = given;
  if (screen_width_mm == null) {
    return {
      width_mm: (screen_width_px / dpi) * MM_PER_INCH,
      height_mm: (screen_height_px / dpi) * MM_PER_INCH,
      source: 'estimated',
    };
  }
  /* Assumes square pixels. A width below one pixel must not inflate the height. */
  const height_mm = screen_height_mm ?? (screen_width_mm * screen_height_px) / Math.max(screen_width_px, 1);
  return { width_mm: screen_width_mm, height_mm, source: 'measured' };
}
