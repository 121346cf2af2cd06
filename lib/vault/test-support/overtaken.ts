import { setTimeout } from 'node:timers/promises';
import Connection from 'libsql';
import type { TestVault } from './open-test-vault';

/** Far more than it takes to read what an operation looks at before it writes. */
const READ_MS = 150;

/** An operation that has read what there is and waits to write, while another process changes it by this statement. */
export async function overtaken<Result>(
  test: TestVault,
  attempt: () => Promise<Result>,
  statement: string,
): Promise<Result> {
  const other = new Connection(test.path);
  try {
    other.exec('BEGIN IMMEDIATE');
    const attempted = attempt();
    attempted.catch(() => {});
    await setTimeout(READ_MS);
    other.exec(statement);
    other.exec('COMMIT');
    return await attempted;
  } finally {
    other.close();
  }
}
