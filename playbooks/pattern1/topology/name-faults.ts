import type { Variables } from '../variables.ts'

export function nameFaults({ hostname, managementHostname, certificateNames }: Variables): string[] {
  if (certificateNames === undefined) return []
  return [
    ['vars.hostname', hostname],
    ['vars.managementHostname', managementHostname ?? hostname],
  ]
    .filter(
      ([, name], at, all) =>
        (at === 0 || name !== all[0]?.[1]) && !certificateNames.some((covered) => covers(covered, name ?? '')),
    )
    .map(
      ([entry, name]) =>
        `${entry} is ${name}, but the certificate is for ${certificateNames.join(', ')}: take one of its names, or another certificate`,
    )
}

const covers = (certified: string, name: string): boolean =>
  certified.toLowerCase() === name.toLowerCase() ||
  (certified.startsWith('*.') &&
    name.includes('.') &&
    name.slice(name.indexOf('.') + 1).toLowerCase() === certified.slice(2).toLowerCase())
