// The public surface of @lifelong/extractor. Nothing else is supported.
export { createExtractor } from "./extractor.ts";
