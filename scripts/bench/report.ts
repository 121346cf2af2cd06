import { cpus, totalmem } from 'node:os';
import { CONNECTIONS, OPERATIONS, type Operation, type Results, SETTINGS } from './measure';

const NAMES: Record<Operation, string> = { read: 'read', list: 'list of 100', create: 'create' };
const HEADINGS = [
  '',
  '',
  'requests/s',
  'p50 ms',
  'p99 ms',
  'server CPU a request, µs',
  'rate, × bare',
  'CPU, × bare',
  'CPU, × without HTTP',
];

/** A Markdown table, with what it was measured on. */
export function table(
  given: { readonly secrets: number; readonly rounds: number; readonly seconds: number },
  results: Results,
): string {
  const rows = OPERATIONS.flatMap((operation) => rowsOf(operation, results[operation]));
  return [
    `| ${HEADINGS.join(' | ')} |`,
    `|---|---|${'---:|'.repeat(HEADINGS.length - 2)}`,
    ...rows.map((cells) => `| ${cells.join(' | ')} |`),
    '',
    `${machine()}. ${given.secrets} secrets in one organization, ${CONNECTIONS} connections, the median of ${given.rounds} rounds of ${given.seconds} s; the load generator runs on the same machine.`,
  ].join('\n');
}

function rowsOf(operation: Operation, result: Results[Operation]): string[][] {
  const { bare, domain } = result;
  const words = {
    bare: `bare node:http, ${result.bytes} bytes`,
    api: '**Strongroom, HTTP API**',
    domain: 'the operation without HTTP',
  };
  return SETTINGS.map((setting) => {
    const { perSecond, p50Ms, p99Ms, cpuUs } = result[setting];
    return [
      setting === 'bare' ? NAMES[operation] : '',
      words[setting],
      Math.round(perSecond).toLocaleString('en-US'),
      p50Ms.toFixed(1),
      p99Ms.toFixed(1),
      String(Math.round(cpuUs)),
      (perSecond / bare.perSecond).toFixed(2),
      (cpuUs / bare.cpuUs).toFixed(1),
      setting === 'bare' ? '' : (cpuUs / domain.cpuUs).toFixed(1),
    ];
  });
}

/** What it was measured on. */
export function machine(): string {
  const [first] = cpus();
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`;
  return `${first?.model.trim() ?? 'unknown processor'}, ${cpus().length} cores, ${memory}, ${process.platform} ${process.arch}, Node ${process.version}`;
}
