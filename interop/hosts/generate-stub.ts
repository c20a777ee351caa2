import * as z from "zod";
import { type ModelStub, openModelStub, type Script, type Wire } from "./model-stub.ts";

const part = z.object({
  text: z.string().optional(),
  functionResponse: z.object({ response: z.looseObject({ output: z.string().optional() }) }).optional(),
});
const content = z.object({ parts: z.array(part) });
const declaration = z.object({ name: z.string(), description: z.string().default("") });

const generateRequest = z.object({
  systemInstruction: content.optional(),
  contents: z.array(content),
  tools: z.array(z.object({ functionDeclarations: z.array(declaration).default([]) })).default([]),
});

/** Google's Gemini API as documented for `streamGenerateContent` (ai.google.dev/api/generate-content), as far as Gemini CLI asks for it. */
const generateWire: Wire = {
  path: /^\/v1beta\/models\/[^/:]+:streamGenerateContent$/,
  read(body) {
    const { systemInstruction, contents, tools } = generateRequest.parse(body);
    const parts = [systemInstruction, ...contents].flatMap((said) => said?.parts ?? []);
    const answers = parts.flatMap(({ functionResponse }) =>
      functionResponse ? [functionResponse.response.output ?? JSON.stringify(functionResponse.response)] : [],
    );
    return {
      text: [...parts.map(({ text = "" }) => text), ...answers].join("\n"),
      tools: tools.flatMap(({ functionDeclarations }) => functionDeclarations),
      answers,
    };
  },
  write(move, request) {
    const turn = request.answers.length;
    const said =
      "say" in move
        ? { text: move.say }
        : { functionCall: { id: `call_${turn}`, name: `mcp_lifelong_${move.tool}`, args: move.input } };
    return [
      {
        responseId: `response-${turn}`,
        modelVersion: "gemini-scripted",
        candidates: [{ index: 0, content: { role: "model", parts: [said] }, finishReason: "STOP" }],
        usageMetadata: { promptTokenCount: 10, candidatesTokenCount: 5, totalTokenCount: 15 },
      },
    ];
  },
};

/** A model for Gemini CLI. */
export const openGenerateStub = (script: Script): Promise<ModelStub> => openModelStub(generateWire, script);
