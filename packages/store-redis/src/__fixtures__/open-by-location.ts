// Opens a store by its location, as a program with an environment of its own, and prints the head of a user.
import { openStore } from "@lifelong/core";
import plugin from "../index.ts";

const [, , location = "", userId = ""] = process.argv;
const store = await openStore(location, { plugins: [plugin], environment: {} });
process.stdout.write(JSON.stringify(await store.readHead(userId)));
await store.close?.();
