/** Loaded into a server before its own code: tells over the IPC channel what CPU its process has used. */
export function tellCpu(): void {
  process.on('message', (message) => {
    if (message !== 'cpu') return;
    const { user, system } = process.cpuUsage();
    process.send?.(user + system);
  });
  // It must not keep the server alive.
  process.channel?.unref();
}

tellCpu();
