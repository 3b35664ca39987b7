import { isRefusal, sentence, UsageError } from '../../core/failure.ts'
import { editJson, type JsonEdit, setJson } from '../../edit/json.ts'
import { shown } from '../where.ts'
import { type StoreOptions, storePlace } from './place.ts'
import { readStore, writeStore } from './store.ts'

/** Encrypts the file anew, for more readers or fewer. Gives what to tell. */
export async function rekeySecrets(
  options: StoreOptions & { readonly add: readonly string[]; readonly remove: readonly string[] },
): Promise<string> {
  const { file, identity } = await storePlace(options)
  const store = await readStore(file, identity)
  const { recipients } = store.contents
  const stranger = options.remove.find((one) => !recipients.includes(one))
  if (stranger !== undefined)
    throw new UsageError(
      `--remove ${stranger}: it is no recipient of ${shown(file)}: see runbook secrets list --recipients`,
    )
  const kept = recipients.filter((one) => !options.remove.includes(one))
  const added = [...new Set(options.add)].filter((one) => !recipients.includes(one))
  const edits: JsonEdit[] = [
    // A list that only grows keeps what is noted beside its lines.
    ...(kept.length < recipients.length ? [setJson(['recipients'], kept)] : []),
    ...added.map((one, at) => setJson(['recipients', kept.length + at], one)),
  ]
  const edited = editJson(store.text, edits)
  if (isRefusal(edited)) throw new UsageError(`${shown(file)} is left as it was: ${sentence(edited)}`)
  const { recipients: now } = await writeStore(store, edited.text)
  const told = `${shown(file)} is encrypted anew, for ${now.length} ${now.length === 1 ? 'recipient' : 'recipients'}\n`
  if (options.remove.length === 0) return told
  return `${told}whoever was removed may have a copy from before: change the secrets themselves, too\n`
}
