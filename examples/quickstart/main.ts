import { createPersonalizer, instantPass } from "@lifelong/core";
import { createExtractor } from "@lifelong/extractor";
import { fileStore } from "@lifelong/store-file";

const personalizer = createPersonalizer({
  store: fileStore({ directory: "lifelong-data" }),
  passes: [instantPass(createExtractor())],
});
const text = "Hi! I'm Ana, I live in Porto and I'm vegetarian. Please always keep your answers short.";
await personalizer.recordSession("ana", { messages: [{ role: "user", text }] });
await personalizer.optimize("ana"); // would run by itself; here the next line shall already know
console.log((await personalizer.getPersona("ana")).text); // goes into the next prompt
await personalizer.close();
