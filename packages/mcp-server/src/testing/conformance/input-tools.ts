import {
  acceptedContent,
  CLIENT_CAPABILITIES_META_KEY,
  type CreateMessageRequestParams,
  type createRequestStateCodec,
  type ElicitRequestFormParams,
  inputRequired,
  inputResponse,
  type McpServer,
} from "@modelcontextprotocol/server";
import * as z from "zod";

type States = ReturnType<typeof createRequestStateCodec>;

const DESCRIPTION = { description: "For the conformance suite." };
const NO_INPUT = { ...DESCRIPTION, inputSchema: z.object({}) };
const answer = (text: string) => ({ content: [{ type: "text" as const, text }] });
const ask = (message: string, requestedSchema: z.ZodObject) => inputRequired.elicit({ message, requestedSchema });
const name = z.object({ name: z.string() });
const color = z.object({ color: z.string() });
const envelope = z.object({ [CLIENT_CAPABILITIES_META_KEY]: z.looseObject({}).optional() });
const okay = z.object({ ok: z.boolean() });

/** Tools that need something of the client before they can answer: of the user, of its model, of its files. */
export function addInputTools(server: McpServer, states: States): void {
  addElicitations(server);
  addSampling(server);
  addRounds(server, states);

  server.registerTool("test_missing_capability", NO_INPUT, async () =>
    inputRequired({ inputRequests: { question: inputRequired.createMessage(question("Ready?")) } }),
  );
  server.registerTool("test_streaming_elicitation", NO_INPUT, async (_input, { mcpReq }) =>
    acceptedContent(mcpReq.inputResponses, "user_name", name)
      ? answer("Thank you.")
      : inputRequired({ inputRequests: { user_name: ask("What is your name?", name) } }),
  );
  server.registerTool("test_input_required_result_capabilities", NO_INPUT, async (_input, { mcpReq }) => {
    const { [CLIENT_CAPABILITIES_META_KEY]: declared = {} } = envelope.parse(mcpReq.envelope ?? {});
    const inputRequests = {
      ...("elicitation" in declared && { user_name: ask("What is your name?", name) }),
      ...("sampling" in declared && { greeting: inputRequired.createMessage(question("Generate a greeting")) }),
      ...("roots" in declared && { client_roots: inputRequired.listRoots() }),
    };
    return Object.keys(inputRequests).length > 0 ? inputRequired({ inputRequests }) : answer("Nothing to ask.");
  });
  server.registerPrompt("test_input_required_result_prompt", DESCRIPTION, async ({ mcpReq }) => {
    const context = z.object({ context: z.string() });
    const given = acceptedContent(mcpReq.inputResponses, "user_context", context);
    if (!given) {
      return inputRequired({
        inputRequests: { user_context: ask("What context should the prompt use?", context) },
      });
    }
    return { messages: [{ role: "user", content: { type: "text", text: given.context } }] };
  });
}

function question(text: string): CreateMessageRequestParams {
  return { messages: [{ role: "user", content: { type: "text", text } }], maxTokens: 100 };
}

/** Forms of every kind, answered in one round. */
function addElicitations(server: McpServer): void {
  const form = (message: string, requestedSchema: ElicitRequestFormParams["requestedSchema"]) =>
    inputRequired({ inputRequests: { form: inputRequired.elicit({ message, requestedSchema }) } });
  const filled = (responses: Record<string, unknown> | undefined) => {
    const view = inputResponse(responses, "form");
    return view.kind === "elicit" ? `action=${view.action}, content=${JSON.stringify(view.content ?? {})}` : undefined;
  };

  server.registerTool(
    "test_elicitation",
    { ...DESCRIPTION, inputSchema: z.object({ message: z.string() }) },
    async (input, { mcpReq }) => {
      const given = filled(mcpReq.inputResponses);
      if (given !== undefined) return answer(`User response: ${given}`);
      return form(input.message, {
        type: "object",
        properties: {
          username: { type: "string", description: "User's response" },
          email: { type: "string", description: "User's email address" },
        },
        required: ["username", "email"],
      });
    },
  );
  server.registerTool("test_elicitation_sep1034_defaults", NO_INPUT, async (_input, { mcpReq }) => {
    const given = filled(mcpReq.inputResponses);
    if (given !== undefined) return answer(`Elicitation completed: ${given}`);
    return form("Who are you?", {
      type: "object",
      properties: {
        name: { type: "string", default: "John Doe" },
        age: { type: "integer", default: 30 },
        score: { type: "number", default: 95.5 },
        status: { type: "string", enum: ["active", "inactive", "pending"], default: "active" },
        verified: { type: "boolean", default: true },
      },
    });
  });
  server.registerTool("test_elicitation_sep1330_enums", NO_INPUT, async (_input, { mcpReq }) => {
    const given = filled(mcpReq.inputResponses);
    if (given !== undefined) return answer(`Elicitation completed: ${given}`);
    const options = ["option1", "option2", "option3"];
    const titled = (titles: readonly string[]) => titles.map((title, index) => ({ const: `value${index + 1}`, title }));
    return form("Which?", {
      type: "object",
      properties: {
        untitledSingle: { type: "string", enum: options },
        titledSingle: { type: "string", oneOf: titled(["First Option", "Second Option", "Third Option"]) },
        legacyEnum: {
          type: "string",
          enum: ["opt1", "opt2", "opt3"],
          enumNames: ["Option One", "Option Two", "Option Three"],
        },
        untitledMulti: { type: "array", items: { type: "string", enum: options } },
        titledMulti: { type: "array", items: { anyOf: titled(["First Choice", "Second Choice", "Third Choice"]) } },
      },
    });
  });
  server.registerTool("test_input_required_result_elicitation", NO_INPUT, async (_input, { mcpReq }) => {
    const given = acceptedContent(mcpReq.inputResponses, "user_name", name);
    if (given) return answer(`Hello, ${given.name}!`);
    return inputRequired({ inputRequests: { user_name: ask("What is your name?", name) } });
  });
}

/** What the client's model or its list of folders answers. */
function addSampling(server: McpServer): void {
  const said = (responses: Record<string, unknown> | undefined, key: string) => {
    const view = inputResponse(responses, key);
    return view.kind === "sampling" ? JSON.stringify(view.result.content) : undefined;
  };
  server.registerTool(
    "test_sampling",
    { ...DESCRIPTION, inputSchema: z.object({ prompt: z.string() }) },
    async (input, { mcpReq }) => {
      const given = said(mcpReq.inputResponses, "reply");
      if (given !== undefined) return answer(`LLM response: ${given}`);
      return inputRequired({ inputRequests: { reply: inputRequired.createMessage(question(input.prompt)) } });
    },
  );
  server.registerTool("test_input_required_result_sampling", NO_INPUT, async (_input, { mcpReq }) => {
    const given = said(mcpReq.inputResponses, "capital_question");
    if (given !== undefined) return answer(given);
    const capital = inputRequired.createMessage(question("What is the capital of France?"));
    return inputRequired({ inputRequests: { capital_question: capital } });
  });
  server.registerTool("test_input_required_result_list_roots", NO_INPUT, async (_input, { mcpReq }) => {
    const view = inputResponse(mcpReq.inputResponses, "client_roots");
    if (view.kind === "roots") return answer(view.roots.map(({ uri }) => uri).join(", "));
    return inputRequired({ inputRequests: { client_roots: inputRequired.listRoots() } });
  });
}

/** Several rounds, or several questions in one, with a state that travels through the client, signed. */
function addRounds(server: McpServer, states: States): void {
  for (const tool of ["test_input_required_result_request_state", "test_input_required_result_tampered_state"]) {
    server.registerTool(tool, NO_INPUT, async (_input, { mcpReq }) => {
      if (acceptedContent(mcpReq.inputResponses, "confirm", okay) && mcpReq.requestState() === "asked") {
        return answer("state-ok");
      }
      const inputRequests = { confirm: ask("Please confirm", okay) };
      return inputRequired({ inputRequests, requestState: await states.mint("asked") });
    });
  }
  server.registerTool("test_input_required_result_multiple_inputs", NO_INPUT, async (_input, { mcpReq }) => {
    const { inputResponses } = mcpReq;
    const greeting = inputResponse(inputResponses, "greeting");
    const roots = inputResponse(inputResponses, "client_roots");
    const given = acceptedContent(inputResponses, "user_name", name);
    if (given && greeting.kind === "sampling" && roots.kind === "roots") return answer(`Hello, ${given.name}!`);
    return inputRequired({
      inputRequests: {
        user_name: ask("What is your name?", name),
        greeting: inputRequired.createMessage(question("Generate a greeting")),
        client_roots: inputRequired.listRoots(),
      },
      requestState: await states.mint("asked"),
    });
  });
  server.registerTool("test_input_required_result_multi_round", NO_INPUT, async (_input, { mcpReq }) => {
    const { inputResponses } = mcpReq;
    const second = acceptedContent(inputResponses, "step2", color);
    if (second && mcpReq.requestState() === "second") return answer(`Your colour is ${second.color}.`);
    if (acceptedContent(inputResponses, "step1", name) && mcpReq.requestState() === "first") {
      const inputRequests = { step2: ask("Step 2: What is your favorite color?", color) };
      return inputRequired({ inputRequests, requestState: await states.mint("second") });
    }
    const inputRequests = { step1: ask("Step 1: What is your name?", name) };
    return inputRequired({ inputRequests, requestState: await states.mint("first") });
  });
}
