import { parseArgs } from 'node:util';
import { measureAll } from './measure';
import { measurePages } from './pages/measure';
import { pageTable } from './pages/report';
import { table } from './report';
import { openStage } from './stage';

/**
 * `npm run bench`: what one request costs, in three settings side by side, in one run and on one machine:
 *
 * - **the API**: the built server, over HTTP, with everything that a request is in production: the key's check, the
 *   policy, envelope encryption, and the event, on the disk before the answer.
 * - **without HTTP**: the same operation called in a process of its own, 32 at a time, on the same database.
 * - **bare node:http**: a server that answers a fixed JSON of the same size, and does nothing else.
 *
 * Requests per second are of 32 connections that send their next request when the answer is there; the load generator
 * is a process of its own, and shares the machine's cores with the server. CPU is that of the server's process (all of
 * its threads, user and system, from its own `process.cpuUsage()`), divided by the requests that it answered: it says
 * what a request costs even where the generator, the disk or a neighbour was the limit. Each figure is the median of
 * several rounds, the three settings taking turns; absolute figures are the machine's, ratios travel better.
 *
 * With `--pages`: what a page of the dashboard costs in an organization of 1,000, of 100,000 and of 1,000,000 secrets.
 */
const USAGE = `npm run bench -- [--secrets 10000] [--rounds 3] [--seconds 5]
npm run bench -- --pages [--sizes 1000,100000,1000000] [--rounds 3] [--requests 40]
It wants the built application: run \`npm run build\` first.`;

function options() {
  try {
    const { values } = parseArgs({
      options: {
        secrets: { type: 'string', default: '10000' },
        rounds: { type: 'string', default: '3' },
        seconds: { type: 'string', default: '5' },
        pages: { type: 'boolean', default: false },
        sizes: { type: 'string', default: '1000,100000,1000000' },
        requests: { type: 'string', default: '40' },
      },
    });
    const given = {
      secrets: Number(values.secrets),
      rounds: Number(values.rounds),
      seconds: Number(values.seconds),
      requests: Number(values.requests),
      sizes: values.sizes.split(',').map(Number),
    };
    const isRight = Object.values(given)
      .flat()
      .every((one) => Number.isInteger(one) && one > 0);
    return isRight ? { ...given, pages: values.pages } : null;
  } catch {
    return null;
  }
}

const given = options();
if (given?.pages) {
  console.log(pageTable(given, await measurePages(given)));
} else if (given) {
  const stage = await openStage(given.secrets);
  try {
    console.log(table(given, await measureAll(stage, given)));
  } finally {
    await stage.close();
  }
} else {
  console.error(USAGE);
  process.exitCode = 2;
}
