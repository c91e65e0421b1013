import { describe, expect, it } from '@jest/globals';
import { filledAddress, splitAddress } from './camera-address.js';

describe('the address of a camera', () => {
  it.each([
    ['rtsp://10.0.0.1/live?channel=1&subtype=0', 'rtsp://10.0.0.1/live?channel=1&subtype=0', {}],
    ['rtsp://a%40b:p%2F%23@10.0.0.1/live', 'rtsp://10.0.0.1/live', { username: 'a@b', password: 'p/#' }],
    [
      'http://10.0.0.1/snap?cmd=Snap&user=admin&password=p%26w',
      'http://10.0.0.1/snap?cmd=Snap&user=***&password=***',
      { username: 'admin', password: 'p&w' },
    ],
    [
      'rtsp://10.0.0.1/user=admin_password=tlJw_pb_channel=1_stream=0.sdp',
      'rtsp://10.0.0.1/user=***_password=***_channel=1_stream=0.sdp',
      { username: 'admin', password: 'tlJw_pb' },
    ],
    [
      'rtsp://10.0.0.1/user=admin&password=&channel=1',
      'rtsp://10.0.0.1/user=***&password=&channel=1',
      { username: 'admin' },
    ],
    [
      'rtsp://10.0.0.1/user=admin_password=_channel=1',
      'rtsp://10.0.0.1/user=***_password=_channel=1',
      { username: 'admin' },
    ],
    ['http://10.0.0.1/?bypass=1&users=2', 'http://10.0.0.1/?bypass=1&users=2', {}],
  ])('%s is shown without secrets and called with them', (given, url, credentials) => {
    expect(splitAddress(given)).toEqual({ url, credentials });
    expect(splitAddress(url)).toEqual({ url, credentials: {} });
    if (!given.includes('@')) expect(filledAddress(url, credentials)).toBe(given);
  });

  it.each([
    'rtsp://admin:pa@ss#1@10.0.0.1/live',
    'rtsp://admin:pa@ss/wd@10.0.0.1/live',
    'rtsp://admin:12?34@10.0.0.1/live',
    'rtsp://a:b@10.0.0.1/?password=c',
  ])('%s is refused: what it would call is a guess', (address) => {
    expect(() => splitAddress(address)).toThrow('is not an address that can be called');
  });
});
