import type { Language } from "../language.ts";
import { loadReader } from "./reader.ts";
import { candidates } from "./screen.ts";
import { SETTING } from "./setting.ts";

export const english: Language = { setting: SETTING, candidates, load: loadReader };
