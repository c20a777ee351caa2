import { expect, test } from "vitest";
import { syncServiceOf } from "./synced-folder.ts";

test.for([
  ["/home/ada/Dropbox/lifelong", "Dropbox"],
  ["C:\\Users\\ada\\OneDrive - Example\\lifelong", "OneDrive"],
  ["/Users/ada/Library/Mobile Documents/com~apple~CloudDocs/lifelong", "iCloud"],
  ["/Users/ada/Library/CloudStorage/GoogleDrive-ada/My Drive/lifelong", "Google Drive"],
])("knows %s as %s", ([directory = "", service]) => {
  expect(syncServiceOf(directory)).toBe(service);
});

test.for(["/home/ada/.local/share/lifelong", "/srv/megabytes/lifelong", "/home/ada/dropbox-backup-tool/x"])(
  "takes %s for an ordinary folder",
  (directory) => {
    expect(syncServiceOf(directory)).toBeUndefined();
  },
);
