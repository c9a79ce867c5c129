/** Tells when somebody asks the program to end (Ctrl-C, a stop of its service); asked twice, it ends at once. */
export function untilAsked(): { signal: AbortSignal; done(): void } {
  const controller = new AbortController();
  const stop = () => controller.abort();
  const signals = ['SIGINT', 'SIGTERM'] as const;
  for (const signal of signals) process.once(signal, stop);
  return {
    signal: controller.signal,
    done() {
      for (const signal of signals) process.off(signal, stop);
    },
  };
}
