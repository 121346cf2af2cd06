const OLDEST = [20, 19];

/** Says in a plain sentence that this Node is too old, and ends the process. Keep this file free of new syntax. */
export function requireNode(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return;
  console.error(
    `Strongroom needs Node.js ${OLDEST.join('.')} or newer (22 is best), and this is ${version}. Install it from https://nodejs.org and try again.`,
  );
  process.exit(1);
}
