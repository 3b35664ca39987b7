import type { OsAnswer } from '../../core/answers.ts'

/** From the lines of the host: architecture, init system, then os-release, a file of shell assignments. */
export function readOs(text: string): OsAnswer {
  const [architecture = '', init = '', ...lines] = text.split('\n')
  const said = (name: string): string => {
    const line = lines.find((one) => one.startsWith(`${name}=`)) ?? ''
    return line
      .slice(name.length + 1)
      .trim()
      .replace(/^(["'])(.*)\1$/, '$2')
  }
  const id = said('ID').toLowerCase()
  const like = [id, ...said('ID_LIKE').toLowerCase().split(/\s+/)]
  return {
    id,
    version: said('VERSION_ID'),
    family: families.find(({ ids }) => like.some((one) => ids.includes(one)))?.family ?? 'other',
    architecture,
    init: isInit(init) ? init : 'none',
  }
}

const families: readonly { readonly family: OsAnswer['family']; readonly ids: readonly string[] }[] = [
  { family: 'debian', ids: ['debian', 'ubuntu'] },
  { family: 'redhat', ids: ['rhel', 'fedora', 'centos', 'rocky', 'almalinux', 'ol', 'amzn'] },
  { family: 'suse', ids: ['suse', 'opensuse', 'sles', 'opensuse-leap', 'opensuse-tumbleweed'] },
  { family: 'alpine', ids: ['alpine'] },
  { family: 'arch', ids: ['arch'] },
]

const isInit = (word: string): word is OsAnswer['init'] => ['systemd', 'openrc', 'sysv'].includes(word)
