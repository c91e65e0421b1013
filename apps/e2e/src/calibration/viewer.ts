type Vector = readonly [number, number, number];

const screenMm = { width: 527, height: 296 };
const eyeMm: Vector = [0, 156, 600];

/** The screen of a simulated viewer; its camera is above the middle. */
export const viewerScreen = {
  screen_width_px: 1920,
  screen_height_px: 1080,
  screen_width_mm: screenMm.width,
  screen_height_mm: screenMm.height,
};

const corners = [0.1, 0.9].flatMap((y) => [0.1, 0.9].map((x) => ({ x, y })));

/** Returns gaze samples at the targets from a perfect eye tracker, with slight noise of mean zero. */
export function looks(targets: readonly { x: number; y: number }[] = corners, samplesPerTarget = 12) {
  return targets.flatMap((target, t) => {
    const [x, y, z] = [
      screenMm.width / 2 - target.x * screenMm.width - eyeMm[0],
      8 + target.y * screenMm.height - eyeMm[1],
      -eyeMm[2],
    ];
    return Array.from({ length: samplesPerTarget }, (_, i) => {
      const noise = 0.002 * Math.sin(i * 2 * Math.PI * (5 / samplesPerTarget));
      const [gx, gy, gz] = [x / -z + noise, y / -z - noise, -1];
      const length = Math.hypot(gx, gy, gz);
      return {
        target_position: target,
        target_index: t,
        timestamp: new Date(Date.UTC(2026, 10, 22, 9) + t * 2000 + i * 33).toISOString(),
        gaze_vector: [gx / length, gy / length, gz / length],
        gaze_origin_mm: [...eyeMm],
      };
    });
  });
}
