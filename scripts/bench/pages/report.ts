import { machine } from '../report';
import type { Cost, Costs, Given } from './measure';
import { PAGES } from './pages';

const number = (value: number, digits: number) =>
  value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });

/** Two Markdown tables in one: the whole page, and its operation alone; each with the last size over the first. */
export function pageTable(given: Given, costs: Costs): string {
  const sizes = given.sizes.map((size) => number(size, 0));
  const columns = (of: string) => [...sizes.map((size) => `${of}: ${size}`), '×'];
  const headings = ['', ...columns('page, ms'), ...columns('operation, ms')];
  const cells = (all: readonly Cost[], of: keyof Cost, digits: number) => [
    ...all.map((one) => number(one[of] / 1000, digits)),
    number((all.at(-1)?.[of] ?? 0) / (all[0]?.[of] ?? 1), 1),
  ];
  const rows = PAGES.map(({ name, readsOn }) => {
    const all = costs.get(name) ?? [];
    return [readsOn ? `*${name}*` : name, ...cells(all, 'pageUs', 1), ...cells(all, 'operationUs', 2)];
  });
  return [
    `| ${headings.join(' | ')} |`,
    `|---|${'---:|'.repeat(headings.length - 1)}`,
    ...rows.map((row) => `| ${row.join(' | ')} |`),
    '',
    `${machine()}. Milliseconds of CPU, the median of ${given.rounds} rounds of ${given.requests} requests; one vault and one server for each size.`,
  ].join('\n');
}
