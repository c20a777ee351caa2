import type { HostRoom } from "./host-room.ts";
import type { ModelStub, Script } from "./model-stub.ts";
import type { Seat } from "./seat.ts";

/** How a host reaches the server that it lists as `lifelong`. */
export type Connection =
  | {
      readonly type: "stdio";
      readonly command: string;
      readonly args: readonly string[];
      readonly env: Readonly<Record<string, string>>;
    }
  | { readonly type: "http"; readonly url: string; readonly headers: Readonly<Record<string, string>> };

/** One conversation in a host that runs without a screen. */
export interface Visit {
  /** Of the model; see {@link Host.openModel}. */
  readonly baseURL: string;
  /** What the person says. */
  readonly prompt: string;
  /** None by default. */
  readonly connection?: Connection;
  /** More arguments of the program. */
  readonly args?: readonly string[];
  /** More variables for the program. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** What came of it. */
export interface Visited {
  /** The model's last words, as the host prints them. */
  readonly reply: string;
  /** By which the host knows the conversation. */
  readonly sessionId: string;
}

/** A host that keeps a person's settings, and runs hooks. */
export interface SeatedHost extends Host {
  /** A person opens it as one who has used it before, in a project that they trust. */
  sit(room: HostRoom, visit: Pick<Visit, "baseURL" | "args" | "environment">): Promise<Seat>;
  /** Has it run commands at the events that it calls by these names. */
  hook(room: HostRoom, commands: Readonly<Record<string, string>>): Promise<void>;
}

/** An assistant's program as it is published. */
export interface Host {
  readonly name: string;
  /** The version, or undefined with nothing installed for this machine. */
  findVersion(room: HostRoom): Promise<string | undefined>;
  /** A model in its vendor's place. */
  openModel(script: Script): Promise<ModelStub>;
  /**
   * The person says something once, and the model goes on until it has spoken.
   *
   * @throws Error with all that was written when it does not end with words of the model
   */
  visit(room: HostRoom, visit: Visit): Promise<Visited>;
}
