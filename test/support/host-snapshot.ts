import type { TestHost } from './hosts.ts'

/**
 * What is on a host below the folders that administrators and servers write to, a line for each path: kind, mode, owner,
 * target, digest and extended attributes. What packages bring to /usr and what servers keep in /var is not in it, nor is what runbook keeps: journals, and notes of contents.
 */
export async function hostSnapshot(host: TestHost): Promise<ReadonlyMap<string, string>> {
  const { stdout, stderr, code } = await host.run(script)
  if (code !== 0) throw new Error(`no snapshot of ${host.address}: ${stderr}`)
  const found = new Map<string, string>()
  for (const line of stdout.split('\n')) {
    const [path = '', what = ''] = line.split('\t')
    if (path !== '') found.set(path, [found.get(path), what].filter(Boolean).join(' '))
  }
  return found
}

/** The folders that are looked at, each with the file systems that are mounted there. */
export const snapshotRoots = ['/etc', '/opt', '/root', '/home', '/mnt', '/srv', '/usr/local', '/var/lib/runbook']

const roots = [...snapshotRoots, '/srv/share'].join(' ')
const kept =
  "-path /var/lib/runbook/journal -prune -o -path /var/lib/runbook/content-notes -prune -o -path '/root/.ssh' -prune -o"
const script = `set -e; cd /; roots=$(ls -d ${roots} 2>/dev/null || :)
find $roots -xdev ${kept} -printf '%p\\t%y %m %U:%G %l\\n' | sort -u
find $roots -xdev ${kept} -type f -exec sha256sum {} + | sed 's/^\\(\\S*\\)  \\(.*\\)/\\2\\t\\1/' | sort -u
getfattr -RPhd -m - --absolute-names $roots 2>/dev/null |
  awk '/^# file: / { path = substr($0, 9); next } NF { print path "\\t" $0 }' | { grep -vE '^/var/lib/runbook/(journal|content-notes)' || :; }`

/** What is other than it was: `- PATH: WHAT` is gone, `+ PATH: WHAT` has come, both where it differs. */
export function differences(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string[] {
  const paths = [...new Set([...before.keys(), ...after.keys()])].sort()
  return paths.flatMap((path) => {
    const [was, is] = [before.get(path), after.get(path)]
    if (was === is) return []
    return [...(was === undefined ? [] : [`- ${path}: ${was}`]), ...(is === undefined ? [] : [`+ ${path}: ${is}`])]
  })
}
