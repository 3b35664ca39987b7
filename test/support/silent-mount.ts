import { spawn } from 'node:child_process'
import { type ShellSpec, shell } from '../../lib/core/connection.ts'
import { needs, needsRoot } from './debian.ts'
import { scratch } from './shells.ts'

/** Mounts a file system whose program never answers: whoever looks at it waits, as with a server that is gone. */
const never = `
import ctypes, os, sys, time
fd = os.open('/dev/fuse', os.O_RDWR)
libc = ctypes.CDLL(None, use_errno=True)
options = 'fd=%d,rootmode=40000,user_id=0,group_id=0' % fd
if libc.mount(b'silent', sys.argv[1].encode(), b'fuse', 0, options.encode()):
    raise OSError(ctypes.get_errno(), 'mount')
print('ready', flush=True)
time.sleep(600)
`

/** A folder on this machine where such a file system is mounted, and a host that sees it; nobody else does. */
export async function silentMount(name = 'share'): Promise<{ folder: string; host: ShellSpec; end(): void }> {
  needsRoot('mounting')
  needs(['python3', 'util-linux'])
  const folder = scratch('silent')
  const script = 'mkdir -p "$1" && exec python3 -c "$0" "$1"'
  const holder = spawn('unshare', ['-m', '--propagation', 'private', 'sh', '-c', script, never, `${folder}/${name}`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await new Promise((resolve, reject) => {
    holder.stdout.once('data', resolve)
    holder.once('exit', reject)
  })
  return {
    folder,
    host: shell(['nsenter', '-t', String(holder.pid), '-m', 'sh']),
    end: () => void holder.kill('SIGKILL'),
  }
}
