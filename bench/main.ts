/** `npm run bench -- CASE [options]`. With `--json` standard output is one JSON document; all talk goes to standard error. */
import { parseArgs } from 'node:util';
import { change, changeText } from './change/change.ts';
import { herd } from './herd/herd.ts';
import { reportText } from './report.ts';
import { survey, surveyText } from './survey/survey.ts';

const usage = `npm run bench -- herd [--teams N] [--connections N] [--json]
npm run bench -- change [--teams N] [--json]
npm run bench -- survey [--seconds N] [--rate N] [--json]

  herd   N teams (1000) of 8 people reminded at one instant, against nodemailer alone over as many connections (10)
  change N teams (1000) moved by a week, shown first; then everybody completes what is open
  survey patients send N forms a second (100) for N seconds (60); Postgres is restarted in the middle`;

class BadUsage extends Error {}

function parse(args: readonly string[]) {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      teams: { type: 'string', default: '1000' },
      connections: { type: 'string', default: '10' },
      seconds: { type: 'string', default: '60' },
      rate: { type: 'string', default: '100' },
      json: { type: 'boolean', default: false },
    },
  });
  const [name, ...more] = positionals;
  if ((name !== 'herd' && name !== 'change' && name !== 'survey') || more.length > 0) {
    throw new BadUsage(name === undefined ? 'name a case' : `there is no case "${positionals.join(' ')}"`);
  }
  return {
    name,
    teams: count('teams', values.teams),
    connections: count('connections', values.connections),
    seconds: count('seconds', values.seconds),
    rate: count('rate', values.rate),
    json: values.json,
  };
}

function count(option: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 10_000) {
    throw new BadUsage(`--${option} ${text}: a whole number from 1 to 10000`);
  }
  return value;
}

try {
  const { name, teams, connections, seconds, rate, json } = parse(process.argv.slice(2));
  const say = (text: string): void => console.error(`${text}…`);
  if (name === 'change') {
    const report = await change({ teams, say });
    console.log(json ? JSON.stringify(report) : changeText(report));
  } else if (name === 'survey') {
    const report = await survey({ seconds, perSecond: rate, say });
    console.log(json ? JSON.stringify(report) : surveyText(report));
  } else {
    const report = await herd({ teams, connections, say });
    console.log(json ? JSON.stringify(report) : reportText(report));
  }
} catch (error) {
  const badUsage =
    error instanceof BadUsage || (error as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE_ARGS') === true;
  const message = error instanceof Error ? error.message : String(error);
  console.error(badUsage ? `${message}\n\n${usage}` : message);
  if (process.argv.includes('--json')) {
    console.log(JSON.stringify({ error: { code: badUsage ? 'usage' : 'broken', message } }));
  }
  process.exitCode = badUsage ? 2 : 1;
}
