import type { EventListener } from "./events.ts";
import type { Pass } from "./pass.ts";
import type { Reading, Standing } from "./reading.ts";
import type { UpdateRunner, UpdateTask } from "./runner.ts";
import type { Situation } from "./schedule.ts";
import { createSituations, type JustRecorded, type Situations } from "./situation.ts";
import type { PersonaStore } from "./store.ts";

/** Asks the policies when something has happened, and has the runner run what is due. */
export interface Triggers {
  /** The passes that are due. What will be due at a time is left to a runner that has a clock. */
  due(standing: Standing, occasion: Situation["occasion"], recorded?: JustRecorded): Promise<readonly Pass[]>;
  /** Whether a pass is due as an update ends, or before one begins that was found due some time ago. */
  wantsMore(userId: string, pass: Pass): Promise<boolean>;
  /** What a policy is told of one pass. */
  readonly situation: Situations["of"];
  readonly noteRead: Situations["noteRead"];
  /** Requests updates with nobody waiting. The host runs its own pass. */
  request(userId: string, passes: readonly Pass[]): void;
}

export function createTriggers(parts: {
  store: PersonaStore;
  passes: readonly Pass[];
  read: Reading;
  runner: UpdateRunner;
  now: () => Date;
  emit: EventListener;
}): Triggers {
  const { store, passes, read, runner, now, emit } = parts;
  const situations = createSituations({ store, now });

  async function isDue(standing: Standing, pass: Pass, situation: Situation): Promise<boolean> {
    const answer = await pass.policy(situation);
    if (answer instanceof Date) {
      const { userId } = standing.persona;
      tell(userId, pass, (task) => runner.later?.(task, answer));
    }
    return answer === true;
  }

  /** A runner that cannot be reached now hears of it at the next occasion. */
  function tell(userId: string, pass: Pass, telling: (task: UpdateTask) => Promise<void> | undefined): void {
    if (pass.by === "host") return;
    telling({ userId, pass: pass.name, by: pass.by })?.catch((error: unknown) => {
      const known = error instanceof Error ? error : new Error(String(error));
      emit({ type: "update-failed", userId, pass: pass.name, error: known });
    });
  }

  return {
    async due(standing, occasion, recorded) {
      if (!standing.head || standing.persona.paused) return [];
      const asked = await Promise.all(
        passes.map(async (pass) => {
          // Of records, exactly one starts a run; a host can be told as long as it has not run.
          const asked = pass.by === "host" && occasion === "record" ? "update" : occasion;
          return isDue(standing, pass, await situations.of(standing, pass, asked, recorded));
        }),
      );
      return passes.filter((_, index) => asked[index]);
    },

    async wantsMore(userId, pass) {
      const standing = await read(userId);
      if (!standing.head || standing.persona.paused) return false;
      const situation = await situations.of(standing, pass, "update");
      return situation.unread && isDue(standing, pass, situation);
    },

    situation: situations.of,
    noteRead: situations.noteRead,

    request(userId, due) {
      for (const pass of due) tell(userId, pass, (task) => runner.request(task));
    },
  };
}
