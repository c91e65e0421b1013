import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { NotRtsp, RtspReader, written } from './rtsp-message.js';
import { RtspUrls } from './rtsp-urls.js';
import { describedBy } from './stream-description.js';

const answers = /^RTSP\/1\.\d /;
const response = { first: 'RTSP/1.0 200 OK', headers: [['cseq', '2']] as const, body: 'v=0\r\n' };
const frame = Buffer.from([0x24, 0, 0, 3, 1, 2, 3]);

describe('what comes from a camera', () => {
  it('messages and frames are found, however the bytes are cut', () => {
    const bytes = Buffer.concat([frame, written(response), frame, frame, written({ ...response, body: '' })]);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: bytes.length - 1 })), (cuts) => {
        const ends = [...new Set(cuts)].sort((a, b) => a - b).concat(bytes.length);
        const reader = new RtspReader(answers);
        let at = 0;
        const found = ends.flatMap((end) => {
          const piece = bytes.subarray(at, end);
          at = end;
          return [...reader.read(piece)];
        });
        expect(found.map((each) => ('channel' in each ? 'frame' : each.body))).toEqual([
          'frame',
          'v=0\r\n',
          'frame',
          'frame',
          '',
        ]);
      }),
    );
  });

  it('whatever bytes come, they are read or refused, and never more than a message and a frame are kept', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 2000 }), { maxLength: 40 }), (pieces) => {
        const reader = new RtspReader(answers);
        try {
          for (const piece of pieces) for (const each of reader.read(piece)) expect(each).toBeDefined();
        } catch (error) {
          expect(error).toBeInstanceOf(NotRtsp);
        }
      }),
    );
  });

  it('addresses of the camera are shown to the decoder as the relay, and nothing else is asked of the camera', () => {
    const urls = new RtspUrls('rtsp://127.0.0.1:9/secret', 'rtsp://10.0.0.5/cam?channel=1');
    const shown = urls.forDecoder({
      first: 'RTSP/1.0 200 OK',
      headers: [['content-base', 'rtsp://192.168.1.9:554/cam/']],
      body: 'm=video 0 RTP/AVP 96\r\na=control:rtsp://10.0.0.5/cam?channel=1/track1\r\n',
    });
    expect(JSON.stringify(shown)).not.toMatch(/10\.0\.0\.5|192\.168/);
    const askedFor = (uri: string) =>
      urls.forCamera({ first: `SETUP ${uri} RTSP/1.0`, headers: [], body: '' }).first.split(' ')[1];
    expect(askedFor('rtsp://127.0.0.1:9/secret/track1')).toBe('rtsp://10.0.0.5/cam?channel=1/track1');
    expect(askedFor(`${shown.headers[0]![1]}track2`)).toBe('rtsp://192.168.1.9:554/cam/track2');
    expect(() => askedFor('rtsp://127.0.0.1:9/guess/track1')).toThrow(NotRtsp);
    expect(() => askedFor('rtsp://127.0.0.1:9/secret/@7/x')).toThrow(NotRtsp);
  });

  it.each([
    ['m=video 0 RTP/AVP 26', { hasVideo: true, codec: 'JPEG', statedFps: null }],
    [
      'm=audio 0 RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\nm=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\na=framerate:25.0',
      { hasVideo: true, codec: 'H264', statedFps: 25 },
    ],
    ['m=audio 0 RTP/AVP 0', { hasVideo: false, codec: null, statedFps: null }],
    ['m=video 0 RTP/AVP 96\r\na=framerate:0', { hasVideo: true, codec: null, statedFps: null }],
  ])('a description %j is read', (sdp, description) => {
    expect(describedBy(`v=0\r\ns=x\r\n${sdp}\r\n`)).toEqual(description);
  });
});
