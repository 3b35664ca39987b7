import type { ExamineCommands, Examined } from '../dialect/examine-commands.ts'

/** Each tool, and what is not to be had without it. */
const tools: Readonly<Record<string, string>> = {
  stat: 'nothing can be planned',
  sha256sum: 'files are compared by their whole content',
  mktemp: 'nothing can be applied',
  find: 'nothing can be applied',
  sync: 'what is written is not flushed',
  flock: 'two runs are not kept apart (package util-linux)',
  setsid: 'what a command has started is not ended with it (package util-linux)',
  tar: 'no archive can be unpacked',
  unzip: 'no zip can be looked at (package unzip)',
  lsattr: 'what chattr holds fast is found in the apply only (package e2fsprogs)',
  getfacl: 'access lists are not kept (package acl)',
}

/**
 * Lines of a word and what there is to say of it: the shell, who acts, whether root is to be had without a password, tools
 * that are missing, the clock, room and rights where runbook keeps something, and the limits of sshd that it may see.
 */
const script = `echo "shell $(readlink -f "$(command -v sh)" 2>/dev/null)"
echo "user $(id -un)"
if [ "$(id -u)" = 0 ]; then echo 'root yes'
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then echo 'root yes'
else echo 'root no'; fi
for rb_e in ${Object.keys(tools).join(' ')}; do command -v $rb_e >/dev/null 2>&1 || echo "missing $rb_e"; done
echo "clock $(date +%s)"
for rb_e in /var/tmp "\${RUNBOOK_LOCKS:-/var/tmp}" "\${HOME:-/}"; do
  [ -d "$rb_e" ] || { echo "absent $rb_e"; continue; }
  [ -w "$rb_e" ] || echo "unwritable $rb_e"
  set -- $(df -Pk -- "$rb_e" 2>/dev/null | tail -n 1)
  [ $# -lt 6 ] || echo "room $4 $rb_e"
  set -- $(df -Pi -- "$rb_e" 2>/dev/null | tail -n 1)
  case \${4:--} in *[!0-9]*) ;; *) [ "$2" = 0 ] || echo "nodes $4 $rb_e" ;; esac
done
[ "$(id -u)" != 0 ] || { sshd -T || /usr/sbin/sshd -T; } 2>/dev/null | grep -iE '^(maxsessions|maxstartups|usedns) ' | sed 's/^/sshd /'`

/** How a host is asked whether all is there that a run needs. */
export const examineCommands: ExamineCommands = { script, read }

function read(output: string, now: number): Examined[] {
  const lines = output.split('\n').flatMap((line) => {
    const [, word = '', rest = ''] = /^(\w+) (.*)$/.exec(line) ?? []
    return word === '' ? [] : [{ word, rest }]
  })
  const found = lines.flatMap(({ word, rest }) => judge[word]?.(rest, now) ?? [])
  return found.filter(({ says }, at) => found.findIndex((other) => other.says === says) === at)
}

const judge: Readonly<Record<string, (rest: string, now: number) => Examined[]>> = {
  shell: (path) => [{ says: `shell ${path || 'sh'}` }],
  user: (name) => [{ says: `acts as ${name}` }],
  root: (word) => [
    {
      says:
        word === 'yes'
          ? 'root is to be had without a password'
          : 'root is not to be had without a password: where it is needed, become: true and -K ask for it',
    },
  ],
  missing: (tool) => [{ says: `there is no ${tool}: ${tools[tool] ?? 'something fails'}`, fix: `install ${tool}` }],
  clock(text, now) {
    const off = Math.round(Number(text) - now)
    return Math.abs(off) <= 5
      ? [{ says: 'the clock is right' }]
      : [
          {
            says: `the clock is ${Math.abs(off)} s ${off > 0 ? 'ahead of' : 'behind'} this machine's`,
            fix: 'install chrony or switch on systemd-timesyncd: certificates and clusters need the time',
          },
        ]
  },
  absent: (path) => [{ says: `${path} is not there`, fix: `make it: mkdir -m 1777 ${path}, or a home for the user` }],
  unwritable: (path) => [{ says: `${path} cannot be written`, fix: 'see its owner, its mode and how it is mounted' }],
  room(text) {
    const [, free = '0', path = ''] = /^(\d+) (.*)$/.exec(text) ?? []
    return Number(free) >= leastRoom
      ? []
      : [
          {
            says: `${path} has ${Math.floor(Number(free) / 1024)} MB left`,
            fix: 'make room: uploads and the journal need it',
          },
        ]
  },
  nodes(text) {
    const [, free = '0', path = ''] = /^(\d+) (.*)$/.exec(text) ?? []
    return Number(free) >= leastNodes
      ? []
      : [{ says: `${path} has ${free} inodes left`, fix: 'remove small files there: nothing can be made without one' }]
  },
  sshd(text) {
    const [key = '', value = ''] = text.split(' ')
    if (key === 'maxsessions' && Number(value) < 2)
      return [
        {
          says: `sshd allows ${value} session at a time`,
          fix: 'MaxSessions 10 in sshd_config: each user that acts needs one',
        },
      ]
    return []
  },
}

/** KB. */
const leastRoom = 200 * 1024
const leastNodes = 1000
