const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** What must still be done should this program end. */
export interface ProgramEnd {
  /** @param leave - called at once then, and synchronous; @returns what takes it back */
  before(leave: () => void): () => void;
}

/**
 * Watches for the end of this program, by itself or by a signal, as long as there is something to be done then. A signal that
 * nobody else listens to still ends it.
 */
export function programEnd(): ProgramEnd {
  const leaving = new Set<() => void>();
  const leaveAll = () => {
    for (const leave of leaving) leave();
  };
  const onSignal = (signal: NodeJS.Signals) => {
    leaveAll();
    unwatch();
    if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
  };
  const unwatch = () => {
    process.off("exit", leaveAll);
    for (const signal of SIGNALS) process.off(signal, onSignal);
  };
  return {
    before(leave) {
      if (leaving.size === 0) {
        process.on("exit", leaveAll);
        for (const signal of SIGNALS) process.on(signal, onSignal);
      }
      leaving.add(leave);
      return () => {
        leaving.delete(leave);
        if (leaving.size === 0) unwatch();
      };
    },
  };
}
