// Writes jest's results in the form that dotnet test has, so that one script adds up both.
// Usage: node scripts/trx.mjs <results.json> <results.trx>
import { readFile, writeFile } from 'node:fs/promises';

const [from, to] = process.argv.slice(2);
const { testResults } = JSON.parse(await readFile(from, 'utf8'));
const escape = (text) =>
  text
    // What colours a terminal has no place in XML.
    .replace(/\u001b\[[0-9;]*m/g, '')
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd]/g, '?')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;');
const fileOf = (path) => path.split('/').slice(-3).join('/');
const outcomes = { passed: 'Passed', failed: 'Failed' };

const tests = testResults.flatMap((file) =>
  file.assertionResults.length === 0
    ? [{ name: fileOf(file.name), outcome: 'Failed', seconds: 0, message: file.message || 'It has no tests.' }]
    : file.assertionResults.map((test) => ({
        name: `${fileOf(file.name)}: ${test.fullName}`,
        outcome: outcomes[test.status] ?? 'NotExecuted',
        seconds: (test.duration ?? 0) / 1000,
        message: test.failureMessages.join('\n'),
      })),
);
const count = (outcome) => tests.filter((test) => test.outcome === outcome).length;
const results = tests.map(({ name, outcome, seconds, message }) => {
  const time = `${String(Math.floor(seconds / 3600)).padStart(2, '0')}:${String(Math.floor(seconds / 60) % 60).padStart(2, '0')}:${(seconds % 60).toFixed(3).padStart(6, '0')}`;
  const result = `<UnitTestResult testName="${escape(name)}" outcome="${outcome}" duration="${time}">`;
  return `${result}\n${outcome === 'Failed' ? `<Message>${escape(message)}</Message>\n` : ''}</UnitTestResult>`;
});
await writeFile(to, `<TestRun>\n${results.join('\n')}\n<Counters total="${tests.length}" passed="${count('Passed')}" failed="${count('Failed')}" />\n</TestRun>\n`);
