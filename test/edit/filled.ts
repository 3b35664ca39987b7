import { fill } from '../../lib/core/reference.ts'
import type { Edited } from '../../lib/edit/splice.ts'

/** What an edit gives, as it is written to a host: with the secrets that it refers to. */
export const filled = (edited: Edited): Edited => ('text' in edited ? { ...edited, text: fill(edited.text) } : edited)
