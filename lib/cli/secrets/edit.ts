import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isRefusal, sentence, UsageError } from '../../core/failure.ts'
import { programFor } from '../../remote/posix/quote.ts'
import { handOver } from '../../transport/foreground.ts'
import { openTerminal } from '../terminal.ts'
import { shown } from '../where.ts'
import { type StoreOptions, storePlace } from './place.ts'
import { type PrivateFolder, privateFolder } from './private-folder.ts'
import { readStore, writeStore } from './store.ts'
import { readText } from './store-text.ts'

/**
 * Lets the user's editor change the decrypted text, in a folder that nobody else can look into, and encrypts what came of
 * it. Where that cannot be read, the editor is opened again, unless nothing more was changed. Gives what to tell.
 */
export async function editSecrets(options: StoreOptions): Promise<string> {
  const { file, identity } = await storePlace(options)
  const store = await readStore(file, identity)
  const folder = privateFolder((words) => process.stderr.write(`runbook: ${words}\n`))
  try {
    const path = join(folder.path, 'secrets.json')
    writeFileSync(path, store.text, { flag: 'wx', mode: 0o600 })
    const text = await editedText(path, store.text, folder)
    if (text === store.text) return `nothing was changed in ${shown(file)}\n`
    const { secrets } = await writeStore(store, text)
    return `${shown(file)} is encrypted anew, with ${secrets.size} ${secrets.size === 1 ? 'secret' : 'secrets'}\n`
  } finally {
    folder.remove()
  }
}

function readEdited(path: string, editor: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    throw new UsageError(`${editor} has left no file that can be read, and nothing was changed: name another in EDITOR`)
  }
}

async function editedText(path: string, before: string, folder: PrivateFolder): Promise<string> {
  const editor = process.env.VISUAL || process.env.EDITOR || 'vi'
  const ended = await folder.lend(() => handOver(programFor(editor, path)))
  if (ended.status !== 0)
    throw new UsageError(
      `${editor} ended with ${ended.signal ?? `status ${ended.status}`}, and nothing was changed: name another in EDITOR`,
    )
  const text = readEdited(path, editor)
  if (text === before) return before
  const contents = readText(text)
  if (!isRefusal(contents)) return text
  const fault = new UsageError(`what was written cannot be read: ${sentence(contents)}; nothing was changed`)
  const terminal = process.stdin.isTTY === true ? openTerminal() : undefined
  if (terminal === undefined) throw fault
  // An editor takes the whole screen: what is said without waiting, nobody reads.
  terminal.say(`what was written cannot be read: ${contents.refusal}\n`)
  await terminal.answer('Enter opens the editor again, Ctrl-C leaves all as it was')
  terminal.close()
  const again = await editedText(path, text, folder)
  if (again === text) throw fault
  return again
}
