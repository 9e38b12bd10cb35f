const { execFileSync } = require('node:child_process');
const { join } = require('node:path');

/** The tests run what is uploaded, so it is built first. */
module.exports = () => {
  execFileSync(process.execPath, [join(__dirname, '../scripts/build.mjs')], { stdio: 'inherit' });
};
