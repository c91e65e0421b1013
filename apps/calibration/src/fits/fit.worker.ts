/* Entry of a worker thread: piscina calls the default export with each task. */
export { fit as default } from './fit.js';
