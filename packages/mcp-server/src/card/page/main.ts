import * as z from "zod/mini";
import { type CardData, cardData } from "../card-data.ts";
import { type CardState, cardSections, summaryText } from "./card.ts";
import { element } from "./element.ts";
import { createHand, type Hand } from "./hand.ts";
import { type HostChannel, openHostChannel, type ToolAnswer } from "./host-channel.ts";
import type { Ask, Notice } from "./notice.ts";
import { button } from "./value-row.ts";
import { errorSentence } from "./wording.ts";

// Compiling a parser from text is what the page's policy forbids.
z.config({ jitless: true });

const EVIDENCE = "persona://me/evidence";

const content = place("content");
const summary = place("summary");
const told = place("told");

let answered: ToolAnswer | undefined;
let channel: HostChannel | undefined;
let shown: { data: CardData; hand: Hand } | undefined;
let ask: Ask | undefined;

async function start(): Promise<void> {
  channel = await openHostChannel(parent, {
    onAnswer(answer) {
      answered = answer;
      // What is read at the start is at least as new.
      if (channel && !channel.passes.resources) showBlock();
    },
    onContext: applyContext,
  });
  applyContext(channel.context);
  during(() => reload());
}

/** One thing at a time: what is pressed meanwhile does nothing. */
function during(work: () => Promise<void>): void {
  if (content.ariaBusy) return;
  content.ariaBusy = "true";
  void work().finally(() => {
    content.ariaBusy = null;
  });
}

/** Reads the persona as it is now, and shows it. */
async function reload(notice?: Notice): Promise<void> {
  if (!channel) return;
  if (!channel.passes.resources) return showBlock();
  try {
    const [text = ""] = await channel.readResource(EVIDENCE);
    const data = cardData.parse(JSON.parse(text));
    shown = { data, hand: createHand({ channel, tools: data.tools }, { during, reload, ask: showQuestion }) };
  } catch (error) {
    return showFailure(error);
  }
  ask = undefined;
  render(notice);
  if (!notice) return;
  told.textContent = notice.text;
  focus("notice");
}

function showQuestion(question: Ask): void {
  ask = question;
  render();
  focus(`${question.key} question`);
}

function showFailure(error: unknown): void {
  const why = error instanceof Error ? errorSentence(error.message) : "";
  const again = button("Try again", "Try again", "again", "", () => during(() => reload()));
  summary.textContent = "Your persona could not be read.";
  content.replaceChildren(element("p", { class: "nothing" }, why), element("div", { class: "buttons" }, again));
}

function render(notice?: Notice): void {
  if (!shown) return;
  const open = new Set(openKeys());
  const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset.key : undefined;
  const dismiss = () => {
    const key = ask?.key;
    ask = undefined;
    render();
    if (key !== undefined) focus(`${key} forget`);
  };
  const state: CardState = { ...shown, dismiss, ...(notice && { notice }), ...(ask && { ask }) };
  summary.textContent = summaryText(shown.data);
  content.replaceChildren(...cardSections(state));
  for (const details of content.querySelectorAll("details")) {
    if (open.has(details.dataset.key ?? "")) details.open = true;
  }
  if (focused !== undefined) focus(focused);
}

/** A host that reads no resources for a card still passes on what the tool answered. */
function showBlock(): void {
  const block = answered?.data.persona;
  if (typeof block !== "string") return;
  summary.textContent = "As your assistant reads it. This assistant shows no evidence; ask it to change what is wrong.";
  content.replaceChildren(element("pre", { dir: "auto" }, block === "" ? "Nothing is known yet." : block));
}

function applyContext({ theme, styles }: HostChannel["context"]): void {
  if (theme) document.documentElement.dataset.theme = theme;
  const font = styles?.variables?.["--font-sans"];
  if (font) document.documentElement.style.setProperty("--font-sans", font);
}

function* openKeys(): Generator<string> {
  for (const details of content.querySelectorAll<HTMLDetailsElement>("details[open]")) yield details.dataset.key ?? "";
}

function focus(key: string): void {
  const keyed = [...content.querySelectorAll<HTMLElement>("[data-key]")];
  keyed.find((candidate) => candidate.dataset.key === key)?.focus();
}

function place(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The page has no element "${id}".`);
  return found;
}

void start();
