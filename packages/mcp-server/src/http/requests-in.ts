import * as z from "zod";

/** What a message asks for. */
export interface AskedFor {
  readonly method: string;
  /** Of the tool or prompt that is named. */
  readonly name: string | undefined;
}

// Whatever else a message holds, its method is asked for.
const asking = z.object({ method: z.string() });
const naming = z.object({ params: z.object({ name: z.string() }) });

/** The requests in a body of one or more messages. Answers and notifications ask for nothing. */
export function requestsIn(body: unknown): readonly AskedFor[] {
  return [body].flat().flatMap((message) => {
    const method = asking.safeParse(message).data?.method;
    if (method === undefined || method.startsWith("notifications/")) return [];
    return [{ method, name: naming.safeParse(message).data?.params.name }];
  });
}
