import type { Language } from "../language.ts";
import { candidates } from "./screen.ts";
import { SETTING } from "./setting.ts";

/** Chinese in simplified and traditional characters. */
export const chinese: Language = {
  setting: SETTING,
  candidates,
  async load() {
    const { createReader } = await import("./reader.ts");
    return createReader();
  },
};
