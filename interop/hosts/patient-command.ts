import { LIFELONG } from "./host-room.ts";

const [program = "", , ...words] = process.argv;
process.argv = [program, LIFELONG, ...words, ...(words[0] === "hook" ? ["--seconds", "30"] : [])];
await import(LIFELONG);
