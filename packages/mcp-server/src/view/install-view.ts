import { createTwoFilesPatch } from "diff";
import { versionOf } from "../install/command-folder.ts";
import type { HostPlan, PlannedFile } from "../install/install-host.ts";
import type { TakenBack } from "../install/take-back.ts";
import type { Layout } from "./layout.ts";

export function viewInstalled(
  plans: readonly HostPlan[],
  put: { from?: string; to: string },
  { approve, layout: { style } }: { approve: boolean; layout: Layout },
): string {
  const isNews = plans.some(({ files }) => files.some(({ changed }) => changed));
  return [
    viewVersion(put),
    ...plans.flatMap((plan) => [
      style.title(plan.host.title),
      ...(plan.files.length === 0 ? [`  ${HAS_PLUGIN}`] : []),
      ...plan.files.filter((file) => !isAbsent(file)).map((file) => `  ${wordFor(file)}: ${file.file}`),
      ...(approve && asksInApp(plan) ? [`  ${IN_APP}`] : []),
      ...(plan.files.some(({ changed }) => changed) ? [`  ${plan.host.next}`] : []),
      ...hooksLines(plan).map((line) => `  ${line}`),
    ]),
    ...(isNews
      ? ["`lifelong install --undo` takes this back; `lifelong uninstall --everything` removes every trace."]
      : []),
  ].join("\n");
}

const HAS_PLUGIN = "The plugin that is on there brings a server of its own, so nothing was entered.";
const IN_APP = "It keeps approvals in the app: choose to always allow get_persona and record_session when it asks.";

/** What is to be said of hooks where the host has them. */
function hooksLines({ host, files, isHooked }: HostPlan): readonly string[] {
  if (isHooked === undefined) return [];
  if (!isHooked) {
    return [`\`lifelong install --host ${host.name} --hooks\` has it record by itself, whatever its model calls.`];
  }
  return host.hooks?.next !== undefined && files.some(({ changed }) => changed) ? [host.hooks.next] : [];
}

function wordFor({ before, changed }: PlannedFile): string {
  if (changed === null) return "nothing to change";
  return before === null ? "made" : "written";
}

/** A list of approvals that is not there, and that a new one shall not take the place of. */
function isAbsent({ before, changed }: PlannedFile): boolean {
  return before === null && changed === null;
}

function asksInApp({ host, files }: HostPlan): boolean {
  return host.approval === undefined || files.some(isAbsent);
}

/** What would be written, as a difference. */
export function viewPlans(plans: readonly HostPlan[], put: { from?: string; to: string }): string {
  const withPlugin = plans
    .filter(({ files }) => files.length === 0)
    .map(({ host }) => `${host.title}: ${HAS_PLUGIN}\n`);
  const patches = plans.flatMap(({ host, files }) =>
    files
      .filter((file) => !isAbsent(file))
      .map(({ file, before, changed }) =>
        changed
          ? createTwoFilesPatch(
              before ? file : "/dev/null",
              file,
              before?.toString() ?? "",
              changed.bytes.toString(),
              undefined,
              undefined,
              {
                context: 2,
              },
            ).replace(/^Index: .*\n=+\n|^=+\n/, "")
          : `${host.title}: nothing to change in ${file}\n`,
      ),
  );
  const copied =
    put.from === put.to ? [] : [`The command ${versionOf(put.to)} would be copied into the data folder.\n`];
  return [...copied, ...withPlugin, ...patches, "Nothing was changed.\n"].join("\n");
}

export function viewTakenBack(taken: readonly TakenBack[]): string {
  return taken
    .map(({ file, outcome, backup }) => {
      if (outcome === "restored") return `${file} is as it was before.`;
      if (outcome === "removed") return `${file} is gone again.`;
      if (outcome === "gone") return `${file} holds nothing of Lifelong any more.`;
      const copy = backup ? ` How it was before lies in ${backup}.` : "";
      return `${file} has been changed since, so only what is Lifelong's was taken out.${copy}`;
    })
    .join("\n");
}

export function viewVersion({ from, to }: { from?: string; to: string }): string {
  if (from === to) return `Assistants start ${versionOf(to)} already.`;
  if (from === undefined) return `Assistants start ${versionOf(to)}.`;
  const versions = versionOf(from) === versionOf(to) ? `another build of ${versionOf(to)}` : versionOf(to);
  return `Assistants start ${versions} from now on, before ${versionOf(from)}. Servers that run go on with that until they end.`;
}
