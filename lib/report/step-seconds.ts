import type { RecordedHost } from './recorded.ts'

/**
 * How long each step of a host took, by its id: from the end of the one before. What ends together, as all that is
 * carried out in one request does, is counted with the first of it.
 */
export function stepSeconds({ steps, began }: Pick<RecordedHost, 'steps' | 'began'>): ReadonlyMap<string, number> {
  const ended = steps.flatMap(({ id, at, status }) => (at === undefined || status === 'skipped' ? [] : [{ id, at }]))
  ended.sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
  return new Map(
    ended.map(({ id, at }, index) => {
      const before = ended[index - 1]?.at ?? began ?? at
      return [id, Math.max(0, (Date.parse(at) - Date.parse(before)) / 1000)]
    }),
  )
}
