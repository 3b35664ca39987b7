/**
 * What commander says of an option that a command does not have, with what the option of another tool is called here. Who
 * comes from Ansible, pyinfra or Terraform types what they know.
 *
 * @example withTwin("error: unknown option '--extra-vars'\n")
 */
export function withTwin(message: string): string {
  const [, option = ''] = /^error: unknown option '(-{1,2}[\w-]+)/.exec(message) ?? []
  const twin = twins.find(({ options }) => options.includes(option))?.twin
  return twin === undefined ? message : `${message.split('\n')[0]}: ${twin}\n`
}

const twins: readonly { readonly options: readonly string[]; readonly twin: string }[] = [
  {
    options: ['-i', '--inventory', '--inventory-file'],
    twin: 'the inventory is the first argument, as in runbook apply hosts.ts web',
  },
  { options: ['--extra-vars', '-var', '--var', '--data'], twin: 'write -e KEY=VALUE, or --set KEY=VALUE' },
  {
    options: ['-var-file', '--var-file'],
    twin: 'variables of a file are imported by the inventory, which is TypeScript',
  },
  {
    options: [
      '-u',
      '--user',
      '--remote-user',
      '--private-key',
      '--key-file',
      '-k',
      '--ask-pass',
      '-c',
      '--connection',
      '--port',
    ],
    twin: "how a host is reached is said in the inventory: ssh('10.0.0.11', { user: 'deploy' })",
  },
  {
    options: ['-b', '--become', '--become-user', '--become-method', '--sudo'],
    twin: "who acts is said in the inventory, a play or a task: become: 'root'; -K asks for the password",
  },
  { options: ['--list-hosts', '--list-tasks', '--list-tags'], twin: 'see runbook list hosts.ts web' },
  { options: ['--syntax-check'], twin: 'see runbook check hosts.ts web' },
  {
    options: ['--ask-vault-pass', '--ask-vault-password', '--vault-password-file', '--vault-id', '-J'],
    twin: 'secrets have sources: runbook secrets --help, and docs/secrets.md',
  },
  {
    options: ['-m', '--module-name', '-a', '--args'],
    twin: 'for one command there is runbook exec hosts.ts all -- uptime',
  },
  {
    options: ['-y', '--yes', '-auto-approve', '--auto-approve', '--step'],
    twin: 'nothing is asked: look first with -C, or approve a plan (runbook plan --out FILE)',
  },
  { options: ['--start-at-task'], twin: 'write --start-at STEP' },
  { options: ['--serial', '--fail-percent'], twin: "a play says it: play(…, { serial: '25%', maxFail: 0 })" },
  { options: ['--flush-cache'], twin: 'no facts are kept from run to run' },
  { options: ['-out'], twin: 'write --out FILE' },
  { options: ['-target', '--target'], twin: 'choose hosts by -l PATTERN and steps by -t TAG' },
  { options: ['--parallel', '-parallelism', '--parallelism'], twin: 'write -f N, or --forks N' },
]
