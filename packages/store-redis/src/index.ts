// The public surface of @lifelong/store-redis, by name; the plugin by default, as every plugin's package has it.
export type { RedisClient } from "./connection.ts";
export { plugin as default } from "./plugin.ts";
export { type RedisStoreOptions, redisStore } from "./redis-store.ts";
