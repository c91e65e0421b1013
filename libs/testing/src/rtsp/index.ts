export { type Film, film, plainFilm } from './film.js';
export { missingForCameras, RtspServer, type ServedCamera, type Showing } from './rtsp-server.js';
