const SERVICES: readonly (readonly [string, RegExp])[] = [
  ["Dropbox", /^dropbox( \(.*\))?$/i],
  ["OneDrive", /^onedrive( - .*)?$/i],
  ["Google Drive", /^(google ?drive|my drive|googledrive-.*)$/i],
  ["iCloud", /^(mobile documents|com~apple~clouddocs|icloud ?drive)$/i],
  ["Nextcloud", /^nextcloud$/i],
  ["Syncthing", /^(syncthing|sync)$/i],
  ["pCloud", /^pcloud ?drive$/i],
  ["MEGA", /^mega(sync)?$/i],
];

/**
 * The service that keeps the folder in step with other machines, by the folder's name; undefined when none is known.
 * Such a service writes at its own time, which a store of several processes cannot withstand.
 */
export function syncServiceOf(directory: string): string | undefined {
  const steps = directory.split(/[\\/]/);
  return SERVICES.find(([, pattern]) => steps.some((step) => pattern.test(step)))?.[0];
}
