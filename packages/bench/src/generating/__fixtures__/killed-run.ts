import { generateCharacters } from "../generation.ts";
import { scriptedWriter } from "./scripted-writer.ts";

// A process that makes characters in a folder and is killed after so many items.
const [folder = "", items = "0"] = process.argv.slice(2);
let made = 0;
await generateCharacters({
  request: { language: "en", people: 3, scenes: 3 },
  model: scriptedWriter(),
  folder,
  onItem() {
    made += 1;
    if (made === Number(items)) process.kill(process.pid, "SIGKILL");
  },
});
