import { existsSync } from "node:fs";

/** Where an installed Chromium is; undefined when there is none. */
export const CHROMIUM: string | undefined = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
].find(existsSync);
