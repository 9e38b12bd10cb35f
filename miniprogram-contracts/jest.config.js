module.exports = {
  projects: ['<rootDir>/client', '<rootDir>/miniprogram', '<rootDir>/miniprogram/jest.screens.config.js'],
  globalSetup: '<rootDir>/client/testing/jestSetup.ts',
  globalTeardown: '<rootDir>/client/testing/jestTeardown.ts',
};
