export { hostileNames, hostileUrls } from './hostile-addresses.js';
