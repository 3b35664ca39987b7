import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, extname, join } from 'node:path'
import { UsageError } from '../../core/failure.ts'
import { plain } from '../../report/plain.ts'
import { readAnsibleIni } from './ansible-ini.ts'
import { type AnsibleInventory, groupIn, type Variables } from './ansible-model.ts'
import { readAnsibleYaml, readVariables } from './ansible-yaml.ts'
import { inventoryText } from './inventory-text.ts'

export interface ImportOptions {
  /** Where it is written; no file is replaced. Default: standard output. */
  readonly out?: string
}

/** Writes an inventory of Ansible, with the variables in files beside it, as one of ours, and says what it could not take over. */
export function importAnsible(file: string, { out }: ImportOptions): void {
  const text = read(file)
  const isYaml = /^\.ya?ml$/.test(extname(file))
  const inventory = within(file, () => (isYaml ? readAnsibleYaml(text) : readAnsibleIni(text)))
  addVariables(inventory, dirname(file))
  const written = inventoryText(inventory, basename(file))
  if (out === undefined) process.stdout.write(plain(written.text))
  else {
    if (existsSync(out)) throw new UsageError(`${out} is there: nothing is replaced, so name another file`)
    writeFileSync(out, written.text)
  }
  for (const note of written.notes) process.stderr.write(`${plain(`note: ${note}`)}\n`)
}

function addVariables(inventory: AnsibleInventory, folder: string): void {
  for (const [name, vars] of filesOf(join(folder, 'group_vars'))) Object.assign(groupIn(inventory, name).vars, vars)
  for (const [name, vars] of filesOf(join(folder, 'host_vars')))
    if (inventory.hosts.has(name)) Object.assign(inventory.hosts.get(name) ?? {}, vars)
}

/** `web.yml`, `web`, or the files of a folder `web`: the variables of that name. */
function filesOf(folder: string): (readonly [name: string, vars: Variables])[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .sort()
    .flatMap((entry) => {
      const path = join(folder, entry)
      const name = entry.replace(/\.ya?ml$/, '')
      const files = statSync(path).isDirectory()
        ? readdirSync(path)
            .sort()
            .map((one) => join(path, one))
        : [path]
      return files.map((one) => [name, within(one, () => readVariables(read(one)))] as const)
    })
}

function within<Found>(file: string, work: () => Found): Found {
  try {
    return work()
  } catch (error) {
    if (error instanceof UsageError) throw new UsageError(`${file}: ${error.message}`, { cause: error })
    throw error
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new UsageError(`${file} cannot be read (${(error as NodeJS.ErrnoException).code})`)
  }
}
