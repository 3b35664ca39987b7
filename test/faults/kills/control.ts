import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { TestHost } from '../../support/hosts.ts'

/** A root shell of a host that stays open: a connection of its own for each look would cost more than what is looked at. */
export interface Control {
  /** Gives what a script says, and throws where it fails. */
  run(script: string): Promise<string>
  end(): void
}

export function controlOf({ address, identity, knownHosts }: TestHost): Control {
  const options = ['-F', 'none', '-i', identity, '-o', `UserKnownHostsFile=${knownHosts}`, '-o', 'BatchMode=yes']
  const ssh = spawn('ssh', [...options, `root@${address}`, 'sh'], { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface({ input: ssh.stdout })[Symbol.asyncIterator]()
  let count = 0
  return {
    async run(script) {
      const mark = `end-of-script-${++count}`
      ssh.stdin.write(
        `sh 2>&1 <<'${mark}'\nPATH=/usr/sbin:/usr/bin:/sbin:/bin\n${script}\n${mark}\necho "${mark} $?"\n`,
      )
      const said: string[] = []
      for (;;) {
        const { value: line, done } = await lines.next()
        if (done) throw new Error(`the shell of the host ended: ${said.join('\n')}`)
        const [before = '', status] = line.split(`${mark} `)
        if (before !== '') said.push(before)
        if (status === undefined) continue
        if (status !== '0') throw new Error(`${script.slice(0, 200)}: status ${status}: ${said.join('\n')}`)
        return said.join('\n')
      }
    },
    end: () => void ssh.kill('SIGKILL'),
  }
}
