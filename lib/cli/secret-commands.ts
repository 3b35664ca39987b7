import type { Command } from 'commander'
import { collect, trusting } from './arguments.ts'
import type { StoreOptions } from './secrets/place.ts'

/** What keeps an encrypted file of secrets. */
export function addSecretCommands(program: Command): void {
  const secrets = program
    .command('secrets')
    .description('keep secrets in a file of the repository, encrypted by age; docs/secrets.md says all of it')
    .addHelpText(
      'after',
      `
Examples:
  runbook secrets init                 # once: your identity, and secrets.age
  runbook secrets set db               # asks for the value
  generate | runbook secrets set db    # or takes it from a program
  runbook secrets rekey --add age1…    # somebody more can read it
A value is never an argument.`,
    )
  const command = (name: string, description: string): Command =>
    secrets
      .command(name)
      .description(description)
      .option('--file <FILE>', 'the encrypted file (default: the one of the configuration, else secrets.age)')
      .option('--trust-folder <DIR>', trusting, collect, [])
      .option('-v, --verbose', 'show stacks of errors', false)

  command('init', 'make your identity, where there is none, and the encrypted file')
    .option('--recipient <KEY>', 'who else can read it, by public key (age1…); may be given several times', collect, [])
    .action(async (options: StoreOptions & { readonly recipient: readonly string[] }) => {
      const { initSecrets } = await import('./secrets/init.ts')
      process.stdout.write(await initSecrets(options))
    })
  command('edit', 'change it in your editor (VISUAL, EDITOR), in a folder that nobody else can look into').action(
    async (options: StoreOptions) => {
      const { editSecrets } = await import('./secrets/edit.ts')
      process.stdout.write(await editSecrets(options))
    },
  )
  command('set', 'set a secret to what comes by standard input, or is typed on the terminal')
    .argument('<name>', 'its name, as in secret(name)')
    .argument('[value...]', 'none: a value is never an argument')
    .action(async (name: string, more: readonly string[], options: StoreOptions) => {
      const { setSecret } = await import('./secrets/set.ts')
      process.stdout.write(await setSecret(name, more, options))
    })
  command('get', 'print a secret, as it is; on a terminal only with --reveal')
    .argument('<name>', 'its name')
    .option('--reveal', 'print it on the terminal, too', false)
    .action(async (name: string, options: StoreOptions & { readonly reveal: boolean }) => {
      const { getSecret } = await import('./secrets/get.ts')
      process.stdout.write(await getSecret(name, options))
    })
  command('list', 'list the names of the secrets')
    .option('--recipients', 'list who can read it in place of what is in it', false)
    .action(async (options: StoreOptions & { readonly recipients: boolean }) => {
      const { listSecrets } = await import('./secrets/get.ts')
      process.stdout.write(await listSecrets(options))
    })
  command('rekey', 'encrypt it anew, for more readers or fewer')
    .option('--add <KEY>', 'a public key (age1…); may be given several times', collect, [])
    .option('--remove <KEY>', 'a public key that can read it so far; may be given several times', collect, [])
    .action(async (options: StoreOptions & { readonly add: readonly string[]; readonly remove: readonly string[] }) => {
      const { rekeySecrets } = await import('./secrets/rekey.ts')
      process.stdout.write(await rekeySecrets(options))
    })
}
