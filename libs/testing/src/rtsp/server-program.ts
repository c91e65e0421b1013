/**
 * Debian's GStreamer RTSP server as a program. It serves one camera per path, from JPEGs that are pushed in a ring, and reads orders from its
 * standard input, a JSON object a line: `{"path", "show": "film" | "frozen" | "silent", "folder"?}`. It prints its port when it is ready.
 */
export const serverProgram = String.raw`
import gi, glob, json, sys, threading, time
gi.require_version('Gst', '1.0')
gi.require_version('GstRtspServer', '1.0')
from gi.repository import GLib, Gst, GstRtspServer
Gst.init(None)

PIPELINES = {
    'mjpeg': 'jpegparse ! rtpjpegpay name=pay0 pt=26',
    'h264': 'jpegdec ! videoconvert ! video/x-raw,format=I420 ! x264enc tune=zerolatency speed-preset=ultrafast key-int-max=20 ! rtph264pay name=pay0 config-interval=1',
    'h265': 'jpegdec ! videoconvert ! video/x-raw,format=I420 ! x265enc tune=zerolatency speed-preset=ultrafast key-int-max=20 ! h265parse ! rtph265pay name=pay0 config-interval=1',
}
config = json.loads(sys.argv[1])
server = GstRtspServer.RTSPServer()
server.set_address('127.0.0.1')
server.set_service(str(config.get('port', 0)))
auth = GstRtspServer.RTSPAuth()
if config.get('digest'):
    auth.set_supported_methods(2)

def pictures(folder):
    return [open(name, 'rb').read() for name in sorted(glob.glob(folder + '/*.jpg'))]

class Factory(GstRtspServer.RTSPMediaFactory):
    def __init__(self, spec):
        super().__init__()
        self.fps, self.film, self.show, self.at = spec['fps'], pictures(spec['folder']), 'film', 0
        self.started = time.time()
        caps = 'image/jpeg,framerate=%d/1' % self.fps
        self.set_launch('( appsrc name=src is-live=true format=time do-timestamp=false caps=%s ! %s )' % (caps, PIPELINES[spec['codec']]))
        self.set_shared(False)

    def do_configure(self, media):
        source = media.get_element().get_by_name_recurse_up('src')
        state = {'pts': 0}
        step = Gst.SECOND // self.fps
        def push():
            if self.show == 'silent':
                return True
            index = self.at if self.show == 'frozen' else int((time.time() - self.started) * self.fps) % len(self.film)
            self.at = index
            buffer = Gst.Buffer.new_wrapped(self.film[index])
            buffer.pts = buffer.dts = state['pts']
            buffer.duration = step
            state['pts'] += step
            return source.emit('push-buffer', buffer) == Gst.FlowReturn.OK
        GLib.timeout_add(1000 // self.fps, push)

factories = {}
guest = GstRtspServer.RTSPToken()
guest.set_string('media.factory.role', 'guest')
auth.set_default_token(guest)
for spec in config['cameras']:
    factory = Factory(spec)
    permissions = GstRtspServer.RTSPPermissions()
    if spec.get('user'):
        token = GstRtspServer.RTSPToken()
        token.set_string('media.factory.role', spec['user'])
        if config.get('digest'):
            auth.add_digest(spec['user'], spec['password'], token)
        else:
            auth.add_basic(GstRtspServer.RTSPAuth.make_basic(spec['user'], spec['password']), token)
        roles = [(spec['user'], True), ('guest', False)]
    else:
        roles = [('guest', True)] + [(each['user'], True) for each in config['cameras'] if each.get('user')]
    for role, may in roles:
        permissions.add_role(role)
        permissions.add_permission_for_role(role, 'media.factory.access', True)
        permissions.add_permission_for_role(role, 'media.factory.construct', may)
    factory.set_permissions(permissions)
    server.get_mount_points().add_factory(spec['path'], factory)
    factories[spec['path']] = factory
server.set_auth(auth)
server.attach(None)

def order(line):
    given = json.loads(line)
    factory = factories[given['path']]
    if 'folder' in given:
        factory.film, factory.at, factory.started = pictures(given['folder']), 0, time.time()
    factory.show = given['show']
    return False

def listen():
    for line in sys.stdin:
        GLib.idle_add(order, line)
    GLib.idle_add(loop.quit)

def tidy():
    server.get_session_pool().cleanup()
    return True

loop = GLib.MainLoop()
GLib.timeout_add(1000, tidy)
threading.Thread(target=listen, daemon=True).start()
print(server.get_bound_port(), flush=True)
loop.run()
`;
