// What of fflate the page uses; ./playground dist bundles it into zip.mjs, fetched on use.
export { deflateSync, inflateSync, unzipSync, zipSync } from '../../../node_modules/fflate/esm/browser.js';
