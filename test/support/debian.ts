import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

/**
 * Makes sure that Debian packages are installed, so that no test has to be skipped: as root on Debian what is missing is
 * installed, one process at a time; elsewhere this throws and names it.
 *
 * @example needs(['openssh-server', 'busybox'])
 */
export function needs(packages: readonly string[]): void {
  const missing = packages.filter((name) => !isInstalled(name))
  if (missing.length === 0) return
  const typed = `apt-get install -y --no-install-recommends ${missing.join(' ')}`
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    throw new Error(`these tests need ${missing.join(', ')}: as root on Debian, ${typed}`)
  }
  const script = `export DEBIAN_FRONTEND=noninteractive; ${typed} || { apt-get update -q && ${typed}; }`
  const { status, stdout, stderr } = spawnSync('flock', ['/run/lock/runbook-test-apt', 'sh', '-c', script], {
    encoding: 'utf8',
  })
  const left = packages.filter((name) => !isInstalled(name))
  if (left.length > 0)
    throw new Error(`${typed} left ${left.join(', ')} missing (status ${status}):\n${stdout}${stderr}`)
}

/** Fails, rather than passes over, what only root can try. `test('mounts', () => needsRoot('mounting'))` */
export function needsRoot(what: string): void {
  if (process.getuid?.() !== 0) throw new Error(`${what} needs root: run the tests by sudo`)
}

function isInstalled(name: string): boolean {
  const { stdout } = spawnSync('dpkg-query', ['-s', name], { encoding: 'utf8' })
  return /^Status: .* installed$/m.test(stdout)
}
