import type { CostReport, Spending } from "@lifelong/core";
import { count } from "./count.ts";
import type { Layout } from "./layout.ts";
import { viewRow } from "./value-view.ts";

const NAME_WIDTH = 12;

/** What learning by a configured model has cost, and what it replaces. */
export function viewCost(cost: CostReport, layout: Layout): string {
  const { day, month, ever, byModel, ceiling, sessions, emptied, personaTokens, historyTokens } = cost;
  const row = (name: string, text: string, remark = "") =>
    viewRow({ name, text, remark }, { indent: 2, nameWidth: NAME_WIDTH }, layout);
  const most = [
    ...(ceiling?.callsPerDay === undefined ? [] : [`${number(ceiling.callsPerDay)} calls`]),
    ...(ceiling?.tokensPerDay === undefined ? [] : [`${number(ceiling.tokensPerDay)} tokens`]),
  ];
  const learned = ever.inputTokens + ever.outputTokens;
  const lines = [
    layout.style.title("What models have cost"),
    ...row("24 hours", spent(day), most.length === 0 ? "" : `at most ${most.join(" and ")}`),
    ...row("30 days", spent(month)),
    ...row("ever", spent(ever)),
    ...byModel.flatMap(({ model, ...own }) => row(`  ${model}`, spent(own))),
    ...(sessions === 0 ? [] : row("each", `${number(Math.round(learned / sessions))} tokens a conversation`)),
    "",
    layout.style.title("Instead of the whole history"),
    ...row("persona", `${number(personaTokens)} tokens`, "at the beginning of every conversation"),
    ...row(
      "so far",
      `${number(personaTokens * sessions + learned)} tokens`,
      `${count(sessions, "conversation")}, learning included`,
    ),
    ...row(
      "history",
      `${number(historyTokens)} tokens`,
      `had each begun with all before it${emptied === 0 ? "" : `; the text of ${emptied} is not held, and not counted`}`,
    ),
  ];
  return `${lines.join("\n")}\n`;
}

function spent({ calls, unreported, inputTokens, outputTokens }: Spending): string {
  const told = `${count(calls, "call")}, ${number(inputTokens)} tokens in, ${number(outputTokens)} out`;
  return unreported === 0 ? told : `${told}; ${count(unreported, "call")} without a report`;
}

function number(value: number): string {
  return value.toLocaleString("en");
}
