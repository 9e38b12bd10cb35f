const { TestEnvironment } = require('jest-environment-jsdom');

/** The test's own questions to the server go by `fetch`, which jsdom does not have. */
module.exports = class extends TestEnvironment {
  async setup() {
    await super.setup();
    Object.assign(this.global, { fetch, Response, Request, TextEncoder, TextDecoder, Uint8Array });
  }
};
