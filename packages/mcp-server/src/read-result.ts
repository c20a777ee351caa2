import type { Document, Resource } from "./define-resource.ts";

/** Documents as the result of a `resources/read`, the same in every era and SDK. */
export function readResult(
  uri: string,
  documents: readonly Document[],
): { contents: { uri: string; mimeType: string; text: string; _meta?: Record<string, unknown> }[] } {
  return {
    contents: documents.map(({ mimeType, text, meta }) => ({
      uri,
      mimeType,
      text,
      ...(meta === undefined ? {} : { _meta: { ...meta } }),
    })),
  };
}

/** Who a resource is for, as it is listed. */
export function listedAudience({ audience }: Resource): { annotations?: { audience: "user"[] } } {
  return audience === undefined ? {} : { annotations: { audience: [audience] } };
}
