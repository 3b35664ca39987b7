import { spawnSync } from 'node:child_process'
import { availableParallelism, cpus, loadavg, release } from 'node:os'

/** What a reader has to know of where something was measured. */
export const machine = (): Readonly<Record<string, string>> => ({
  date: new Date().toISOString().slice(0, 10),
  cores: `${availableParallelism()} (${cpus()[0]?.model ?? 'unknown'}), shared with the hosts`,
  'load before': String(loadavg()[2]?.toFixed(1)),
  kernel: release(),
  node: process.version,
  ansible: versionOf('ansible', ['--version']),
  'ansible-mitogen': spawnSync('dpkg-query', ['-Wf', `\${Version}`, 'ansible-mitogen'], { encoding: 'utf8' }).stdout,
})

const versionOf = (program: string, args: readonly string[]): string =>
  (spawnSync(program, args, { encoding: 'utf8' }).stdout ?? '').split('\n')[0] ?? ''
