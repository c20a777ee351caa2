import type { Personalizer } from "@lifelong/core";

/** Whose persona a resource or a prompt is about; comes from the transport. */
export interface ReadContext {
  readonly personalizer: Personalizer;
  readonly userId: string;
  /** Names of the tools that the host is offered. */
  readonly tools: readonly string[];
}

/** One form of what a resource holds. */
export interface Document {
  readonly mimeType: "text/markdown" | "application/json" | "text/html;profile=mcp-app";
  readonly text: string;
  /** `_meta` of the document: what only some hosts know. */
  readonly meta?: Readonly<Record<string, unknown>>;
}

/** Something that a host can read without calling a tool, independent of SDK and protocol era. */
export interface Resource {
  readonly name: string;
  readonly uri: string;
  readonly title: string;
  readonly description: string;
  /** Of the first document. */
  readonly mimeType: Document["mimeType"];
  /** Who it is for; absent: for whoever reads it. */
  readonly audience?: "user";
  /** @throws whatever the personalizer throws */
  read(context: ReadContext): Promise<readonly Document[]>;
}

/** Resources that differ in one number of their address. */
export interface ResourceTemplate extends Omit<Resource, "uri" | "read"> {
  /** With the number in braces, under this name. */
  readonly uriTemplate: string;
  readonly variable: string;
  /** @throws PersonaError `INVALID_INPUT` when nothing has that number */
  read(number: string, context: ReadContext): Promise<readonly Document[]>;
  /** Numbers that begin so, at most 100, those first that are most likely meant. */
  complete(beginning: string, context: ReadContext): Promise<string[]>;
}

/** A JSON document, as short as it gets. */
export function jsonDocument(data: unknown): Document {
  return { mimeType: "application/json", text: JSON.stringify(data) };
}
