module.exports = { projects: ['<rootDir>/client'] };
