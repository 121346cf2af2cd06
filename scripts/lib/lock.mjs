import { mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ROOT } from './run.mjs';
import { StepFailed, say } from './say.mjs';

// Here, because neither `npm ci` nor `next build` empties this folder: each of them empties its own.
const FILE = join(ROOT, '.next', 'cache', 'strongroom-preparing.pid');
const BEAT_MS = 1_000;
// A process id alone proves little: after a crash in a container the same number belongs to someone else.
const STALE_MS = 15_000;
const PATIENCE_MS = 10 * 60_000;

/** Does `work` while no other start or test of this folder installs or builds. Waits its turn. */
export async function alone(work) {
  await take();
  const beat = setInterval(touch, BEAT_MS);
  process.once('exit', release);
  try {
    return await work();
  } finally {
    clearInterval(beat);
    process.removeListener('exit', release);
    release();
  }
}

async function take() {
  const giveUpAt = Date.now() + PATIENCE_MS;
  mkdirSync(dirname(FILE), { recursive: true });
  for (let told = false; ; ) {
    try {
      writeFileSync(FILE, String(process.pid), { flag: 'wx' });
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (isStale()) {
      rmSync(FILE, { force: true });
      continue;
    }
    if (Date.now() > giveUpAt) {
      throw new StepFailed(
        `Another start has been preparing this folder for ten minutes. Stop it, or delete ${FILE}.`,
      );
    }
    if (!told) say('Another start is preparing this folder: waiting for it …');
    told = true;
    await sleep(250);
  }
}

function isStale() {
  try {
    if (Date.now() - statSync(FILE).mtimeMs > STALE_MS) return true;
    const pid = Number(readFileSync(FILE, 'utf8'));
    if (!pid) return false;
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}

function touch() {
  try {
    utimesSync(FILE, new Date(), new Date());
  } catch {
    // Deleted by hand: the step goes on, it only is no longer guarded.
  }
}

function release() {
  try {
    if (readFileSync(FILE, 'utf8') === String(process.pid)) rmSync(FILE);
  } catch {
    // Gone already.
  }
}
