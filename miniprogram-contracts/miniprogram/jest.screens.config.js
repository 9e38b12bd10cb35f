/** Pages as miniprogram-simulate draws them, with data from the server; the pages and pictures are left in artifacts/miniprogram. */
module.exports = {
  displayName: 'screens',
  rootDir: __dirname,
  testTimeout: 120_000,
  testEnvironment: '<rootDir>/testing/jsdomWithFetch.js',
  globalSetup: '<rootDir>/testing/build.js',
  testMatch: ['<rootDir>/tests/screens/*.test.ts'],
  transform: { '^.+\\.ts$': ['ts-jest', { tsconfig: '<rootDir>/tsconfig.tests.json', transpilation: true }] },
  moduleNameMapper: {
    '^@scandeputy/client$': '<rootDir>/dist/miniprogram_npm/@scandeputy/client/index.js',
    '^(tslib|dayjs|tinycolor2|marked)$': '<rootDir>/dist/miniprogram_npm/tdesign-miniprogram/miniprogram_npm/$1/index.js',
  },
};
