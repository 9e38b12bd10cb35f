module.exports = {
  // Of each test and hook: browsers of other tests run beside them.
  testTimeout: 30_000,
  projects: ['<rootDir>/client', '<rootDir>/miniprogram', '<rootDir>/miniprogram/jest.screens.config.js'],
  globalSetup: '<rootDir>/client/testing/jestSetup.ts',
  globalTeardown: '<rootDir>/client/testing/jestTeardown.ts',
};
