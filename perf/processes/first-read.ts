// A new process that reads one user's persona once: `node first-read.ts DIRECTORY USER` prints the milliseconds.
import { createPersonalizer } from "@lifelong/core";
import { fileStore } from "@lifelong/store-file";

const [directory = "", userId = ""] = process.argv.slice(2);
const personalizer = createPersonalizer({ store: fileStore({ directory }) });
const start = performance.now();
const { values } = await personalizer.getPersona(userId);
const taken = performance.now() - start;
await personalizer.close();
process.stdout.write(JSON.stringify({ taken, values: values.length }));
