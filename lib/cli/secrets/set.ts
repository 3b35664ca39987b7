import { text } from 'node:stream/consumers'
import { isRefusal, sentence, UsageError } from '../../core/failure.ts'
import { editJson, setJson } from '../../edit/json.ts'
import { openTerminal } from '../terminal.ts'
import { shown } from '../where.ts'
import { type StoreOptions, storePlace } from './place.ts'
import { isDamaged, notText } from './source.ts'
import { readStore, writeStore } from './store.ts'

/** Sets a secret to what comes by standard input, or is typed twice on the terminal. Gives what to tell. */
export async function setSecret(name: string, more: readonly string[], options: StoreOptions): Promise<string> {
  if (more.length > 0)
    throw new UsageError(
      'a value is never an argument, which all users of this machine can read: give it by standard input, or be asked for it',
    )
  if (name === '') throw new UsageError("the secret's name is empty: name it, as in runbook secrets set db")
  const { file, identity } = await storePlace(options)
  const store = await readStore(file, identity)
  const value = process.stdin.isTTY ? await typed(name) : (await text(process.stdin)).replace(/\r?\n$/, '')
  if (isDamaged(value)) throw new UsageError(`${name}: ${notText}; ${shown(file)} is left as it was`)
  if (value === '') throw new UsageError(`no value came for ${name}, and ${shown(file)} is left as it was`)
  const edited = editJson(store.text, [setJson(['secrets', name], value)])
  if (isRefusal(edited)) throw new UsageError(`${shown(file)} is left as it was: ${sentence(edited)}`)
  await writeStore(store, edited.text)
  return `${name} is ${store.contents.secrets.has(name) ? 'changed' : 'set'} in ${shown(file)}\n`
}

async function typed(name: string): Promise<string> {
  const terminal = openTerminal()
  if (terminal === undefined) throw new UsageError('there is no terminal to ask on: give the value by standard input')
  try {
    const value = await terminal.answer(`value of ${name}`)
    if (value !== '' && (await terminal.answer('once more')) !== value)
      throw new UsageError('the two are not the same, and nothing was changed: try again')
    return value
  } finally {
    terminal.close()
  }
}
