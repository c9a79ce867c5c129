/** Stops a practice platform once, when told to, and ends the process. 'disconnect': whoever started it is gone. */
export function untilStopped(practice: { stop(): Promise<unknown> }): void {
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'disconnect']) {
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      void practice.stop().then(() => process.exit(0));
    });
  }
}
