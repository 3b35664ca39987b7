import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { TestHost } from '../../support/hosts.ts'
import type { BenchHosts } from '../job/bench-hosts.ts'
import type { Tool } from '../tools/tool.ts'
import type { Spoken } from './say.ts'

/** All that a converged run says to a host, heard by the host itself: its keys are let in to a program that notes it. */
export async function recordedProbe(runbook: Tool, hosts: BenchHosts): Promise<Spoken[]> {
  const [host] = hosts.all
  const asked = await runbook.command('converged', hosts)
  if (host === undefined || asked === undefined) throw new Error('nobody to hear what a converged run says')
  await done(host, listen)
  const [program = '', ...args] = asked.argv
  try {
    await promisify(execFile)(program, args, { env: { ...asked.env }, cwd: asked.cwd })
  } finally {
    await done(host, fall)
  }
  const { stdout } = await host.run(told)
  return spokenIn(stdout)
}

/** Pairs of lines: a command and its input. */
export function spokenIn(lines: string): Spoken[] {
  const words = lines.split('\n')
  const found: Spoken[] = []
  for (let at = 0; at + 1 < words.length; at += 2) {
    const command = Buffer.from(words[at] ?? '', 'base64').toString()
    // A channel that was opened in case of an upload says nothing of its own.
    if (command !== '' && !/sftp/.test(command)) found.push({ command, input: words[at + 1] ?? '' })
  }
  return found
}

const told = `cd /root/heard
for one in *.command; do base64 -w0 "$one"; echo; base64 -w0 "$(basename "$one" .command).input"; echo; done
rm -r /root/heard`

const listen = `mkdir -p /root/heard
cat >/root/hear <<'END'
#!/bin/sh
case $SSH_ORIGINAL_COMMAND in *kept-keys*) exec sh -c "$SSH_ORIGINAL_COMMAND" ;; esac
printf %s "$SSH_ORIGINAL_COMMAND" >/root/heard/$$.command
tee /root/heard/$$.input | sh -c "$SSH_ORIGINAL_COMMAND"
END
chmod 755 /root/hear
cp /root/.ssh/authorized_keys /root/kept-keys
sed 's,^,command="/root/hear" ,' /root/kept-keys >/root/.ssh/authorized_keys`

const fall = `cp /root/kept-keys /root/.ssh/authorized_keys; rm -f /root/kept-keys /root/hear`

async function done(host: TestHost, script: string): Promise<void> {
  const { code, stderr } = await host.run(script)
  if (code !== 0) throw new Error(`a host does not listen: ${stderr}`)
}
