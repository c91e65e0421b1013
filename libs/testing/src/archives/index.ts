export { zipArchive } from './zip-archive.js';
