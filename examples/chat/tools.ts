import { defineTool, type Tool } from "@lifelong/agent";
import * as z from "zod";

/** What time it is, anywhere. */
export function clock(now: () => Date): Tool {
  return defineTool({
    name: "clock",
    description: "Tells date, weekday and time of a place, now.",
    input: z.object({
      timeZone: z.string().describe("IANA name such as Europe/Lisbon").optional(),
    }),
    run: ({ timeZone }) =>
      new Intl.DateTimeFormat("en-GB", { dateStyle: "full", timeStyle: "long", timeZone }).format(now()),
  });
}

/** One operation on numbers, since models guess at long ones. */
export const calculator: Tool = defineTool({
  name: "calculator",
  description: "Calculates with numbers, from left to right.",
  input: z.object({
    operation: z.enum(["add", "subtract", "multiply", "divide", "power"]),
    numbers: z.array(z.number()).min(2).max(100),
  }),
  output: z.number("The result is no number."),
  run({ operation, numbers }) {
    const apply = OPERATIONS[operation];
    return numbers.slice(1).reduce(apply, numbers[0] ?? 0);
  },
});

const OPERATIONS = {
  add: (one: number, other: number) => one + other,
  subtract: (one: number, other: number) => one - other,
  multiply: (one: number, other: number) => one * other,
  divide: (one: number, other: number) => one / other,
  power: (one: number, other: number) => one ** other,
};
