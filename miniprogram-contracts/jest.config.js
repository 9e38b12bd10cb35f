module.exports = {
  projects: ['<rootDir>/client'],
  globalSetup: '<rootDir>/client/testing/jestSetup.ts',
  globalTeardown: '<rootDir>/client/testing/jestTeardown.ts',
};
