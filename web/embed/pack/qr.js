// QR codes, for the share dialog; ./playground dist bundles it into qr.mjs, fetched on use.
export { encode } from '../../../node_modules/uqr/dist/index.mjs';
