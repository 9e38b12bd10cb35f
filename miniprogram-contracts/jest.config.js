module.exports = {
  projects: ['<rootDir>/client', '<rootDir>/miniprogram'],
  globalSetup: '<rootDir>/client/testing/jestSetup.ts',
  globalTeardown: '<rootDir>/client/testing/jestTeardown.ts',
};
