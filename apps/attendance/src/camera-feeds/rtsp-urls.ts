import { NotRtsp, type RtspMessage } from './rtsp-message.js';

const MAX_OTHERS = 16;
const ABSOLUTE = /rtsps?:\/\/[^\s;,"]+/gi;
/** Headers of answers that hold addresses. */
const WITH_ADDRESSES = ['content-base', 'content-location', 'location', 'rtp-info'];

/**
 * Shows addresses of a camera to the decoder as addresses of the relay, and back. A camera may name itself otherwise than it was called, behind
 * NAT for example: such an address stands for itself, and the connection stays where it is.
 */
export class RtspUrls {
  private readonly others: string[] = [];

  constructor(
    /** Of the relay, with the secret path. */
    readonly local: string,
    private readonly camera: string,
  ) {}

  /** @throws NotRtsp for what is asked of any other address */
  forCamera(request: RtspMessage): RtspMessage {
    const [method, uri = '', version] = request.first.split(' ');
    return { ...request, first: `${method} ${this.toCamera(uri)} ${version}` };
  }

  forDecoder(response: RtspMessage): RtspMessage {
    const shown = (text: string): string => text.replaceAll(ABSOLUTE, (url) => this.toLocal(url));
    return {
      ...response,
      headers: response.headers.map(([name, value]) => [
        name,
        WITH_ADDRESSES.includes(name) ? shown(value) : value,
      ]),
      body: response.body
        .split(/(?<=\n)/)
        .map((line) => (line.startsWith('a=control:') ? shown(line) : line))
        .join(''),
    };
  }

  private toCamera(uri: string): string {
    if (!uri.startsWith(this.local)) throw new NotRtsp();
    const rest = uri.slice(this.local.length);
    const [whole, index] = /^\/@(\d+)/.exec(rest) ?? [];
    if (whole === undefined) return this.camera + rest;
    const other = this.others[Number(index)];
    if (other === undefined) throw new NotRtsp();
    return other + rest.slice(whole.length);
  }

  private toLocal(url: string): string {
    if (url.startsWith(this.camera)) return this.local + url.slice(this.camera.length);
    let index = this.others.indexOf(url);
    if (index < 0 && this.others.length < MAX_OTHERS) index = this.others.push(url) - 1;
    if (index < 0) throw new NotRtsp();
    return `${this.local}/@${index}`;
  }
}
