import { PersonaError } from "@lifelong/core";
import { scriptedModel } from "@lifelong/core/testing";
import { expect, test } from "vitest";
import { openRedis } from "../__fixtures__/open-redis.ts";
import { useRedis } from "../testing/use-redis.ts";
import { newPrefix } from "./__fixtures__/queue-house.ts";
import { vendorLimit } from "./limited-model.ts";

const redis = useRedis(process.env, async (find) => openRedis(await find()));
const request = { messages: [{ role: "user", text: "Hello" }] } as const;

test("calls to one vendor are counted over all workers, and put off when the minute's are used up", async () => {
  const { client } = redis();
  const prefix = newPrefix();
  const limits = [0, 1].map(() => vendorLimit({ client, prefix, callsPerMinute: 3 }));
  const model = scriptedModel(() => "Hello yourself.");
  const [one, other] = limits.map((limit) => limit(model));
  for (const limited of [one, other, one]) expect((await limited?.generate(request))?.text).toBe("Hello yourself.");
  const late = other?.generate(request);
  await expect(late).rejects.toMatchObject({ code: "MODEL_UNAVAILABLE", retryable: true, spent: { calls: 0 } });
  const error = await late?.catch((reason: unknown) => reason);
  const pause = PersonaError.isInstance(error) ? error.retryAfterMs : undefined;
  expect(pause).toBeGreaterThan(30_000);
  expect(pause).toBeLessThanOrEqual(60_000);
  const elsewhere = limits[1]?.({ ...model, provider: "another" });
  expect((await elsewhere?.generate(request))?.text).toBe("Hello yourself.");
});

test("what a vendor asks one worker to wait, all wait", async () => {
  const { client } = redis();
  const prefix = newPrefix();
  const busy = new PersonaError("MODEL_UNAVAILABLE", "Too many requests.", { retryAfterMs: 45_000 });
  const model = scriptedModel(() => Promise.reject(busy));
  const quiet = scriptedModel(() => "Hello yourself.");
  const [one, other] = [0, 1].map(() => vendorLimit({ client, prefix, callsPerMinute: undefined }));
  expect((await other?.(quiet).generate(request))?.text).toBe("Hello yourself.");
  await expect(one?.(model).generate(request)).rejects.toBe(busy);
  await expect(other?.(quiet).generate(request)).rejects.toMatchObject({ code: "MODEL_UNAVAILABLE" });
  expect(quiet.requests).toHaveLength(1);
});

test("a limited model is the model in everything else", () => {
  const { client } = redis();
  const model = scriptedModel(() => "Hello.", { output: "schema" });
  const { provider, modelId, output } = vendorLimit({ client, prefix: newPrefix(), callsPerMinute: 1 })(model);
  expect({ provider, modelId, output }).toEqual({
    provider: model.provider,
    modelId: model.modelId,
    output: "schema",
  });
});
