import type { html } from "hono/html";

/** A piece of a page, in which every text that was put in is escaped. Only `html` makes one. */
export type Markup = ReturnType<typeof html>;
