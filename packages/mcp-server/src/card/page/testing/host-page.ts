import {
  AppBridge,
  type McpUiHostCapabilities,
  type McpUiHostContext,
  PostMessageTransport,
} from "@modelcontextprotocol/ext-apps/app-bridge";

/** What the program that drives the browser hands to the page, and reads off it. */
declare global {
  /** Passes a request of the card on to the server, and gives its result. */
  function passOn(method: string, params: unknown): Promise<never>;
  /** Where the card's page is, what the host can do and how it looks. */
  var card: { url: string; capabilities: McpUiHostCapabilities; context: McpUiHostContext; answer: never };
  /** Tells the card what has changed around it. */
  var change: (context: McpUiHostContext) => void;
}

// An Apps host, with the protocol's own implementation of that side.
const frame = document.createElement("iframe");
frame.setAttribute("sandbox", "allow-scripts");
frame.title = "The card";
document.body.append(frame);
const { contentWindow: view } = frame;
if (!view) throw new Error("The frame has no window.");

const { url, capabilities, context, answer } = globalThis.card;
const bridge = new AppBridge(null, { name: "test-host", version: "1.0.0" }, capabilities, { hostContext: context });
bridge.oncalltool = (params) => passOn("tools/call", params);
bridge.onreadresource = (params) => passOn("resources/read", params);
bridge.onupdatemodelcontext = (params) => passOn("ui/update-model-context", params);
bridge.onsizechange = ({ height }) => {
  if (height !== undefined) frame.style.height = `${height}px`;
};
bridge.oninitialized = () => {
  void bridge.sendToolInput({ arguments: {} }).then(() => bridge.sendToolResult(answer));
};
globalThis.change = (changed) => bridge.setHostContext(changed);
void bridge.connect(new PostMessageTransport(view, view)).then(() => {
  frame.src = url;
});
