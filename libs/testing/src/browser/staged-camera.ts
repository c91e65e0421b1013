import type { Page } from 'playwright-core';
import type { Pixels } from './moving-eyes.js';

/** Amplitude of the noise: a real sensor is never still, and equal pictures would not look like a camera. */
const NOISE = 3;
const FRAMES_PER_SECOND = 10;

/* Runs in the page before its own scripts. Chromium's fake device is asked for as ever; its picture is replaced. */
const script = `(() => {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d');
  const variants = [];
  let turn = 0;
  window.showToCamera = (width, height, base64) => {
    Object.assign(canvas, { width, height });
    const rgb = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    let seed = 1;
    const noise = () => {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      return (seed / 2 ** 31 - 1) * ${NOISE};
    };
    for (let variant = 0; variant < 4; variant++) {
      const picture = context.createImageData(width, height);
      for (let i = 0; i < width * height; i++) {
        const more = noise();
        for (let channel = 0; channel < 3; channel++)
          picture.data[4 * i + channel] = rgb[3 * i + channel] + more;
        picture.data[4 * i + 3] = 255;
      }
      variants[variant] = picture;
    }
  };
  setInterval(() => {
    if (variants.length > 0) context.putImageData(variants[turn++ % variants.length], 0, 0);
  }, ${1000 / FRAMES_PER_SECOND});
  const devices = navigator.mediaDevices;
  const ask = devices.getUserMedia.bind(devices);
  devices.getUserMedia = async (wanted) => {
    const real = await ask(wanted);
    for (const track of real.getTracks()) track.stop();
    return canvas.captureStream();
  };
})()`;

/** The camera of a page, which shows what a test puts before it. The browser must have a fake camera (`launchBrowser`). */
export class StagedCamera {
  private constructor(private readonly page: Page) {}

  /** Call before the page opens an address. */
  static async before(page: Page): Promise<StagedCamera> {
    await page.addInitScript(script);
    return new StagedCamera(page);
  }

  /** Shows a picture, with a sensor's noise. */
  async show({ rgb, width, height }: Pixels): Promise<void> {
    const bytes = Buffer.from(rgb).toString('base64');
    await this.page.evaluate(`showToCamera(${width}, ${height}, '${bytes}')`);
  }

  /** Shows a picture and resolves when the page's video has it. */
  async showIn(video: string, picture: Pixels): Promise<void> {
    await this.show(picture);
    await this.page.evaluate(`new Promise((done) => {
      const video = document.querySelector('${video}');
      video.requestVideoFrameCallback(() => video.requestVideoFrameCallback(done));
    }).then(() => undefined)`);
  }
}
