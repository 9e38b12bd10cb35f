/** Pages' code in Node against the server; pages as they are drawn are in jest.screens.config.js. */
module.exports = {
  displayName: 'miniprogram',
  testEnvironment: 'node',
  globalSetup: '<rootDir>/testing/build.js',
  testMatch: ['<rootDir>/tests/*.test.ts'],
  transform: { '^.+\\.ts$': ['ts-jest', { tsconfig: '<rootDir>/tsconfig.tests.json', transpilation: true }] },
};
