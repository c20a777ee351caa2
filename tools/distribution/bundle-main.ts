// What a bundle starts: sets the environment by the host's form, and then is the command.
import { bundleEnvironment } from "./bundle-settings.ts";

const environment = bundleEnvironment(process.env);
for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name];
Object.assign(process.env, environment);
// Beside this file in a bundle, and nowhere else.
await import(new URL("cli.js", import.meta.url).href);
