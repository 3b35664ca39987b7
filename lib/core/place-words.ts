import { netOf, plannedAt } from './by-step.ts'
import type { NetOperation } from './net-effect.ts'
import type { PlannedOperation } from './plan-operation.ts'

/** What is to be known of how a step puts files in place: that it is not atomic, or that a script has to let it through. */
export function placeWords(step: string, net: readonly NetOperation[]): string | undefined {
  const own = netOf(net, step).flatMap(({ operation }) => (operation.op === 'write' ? [operation] : []))
  const inPlace = own.filter((operation) => operation.inPlace).map(({ path }) => path)
  const words = [
    ...(inPlace.length === 0
      ? []
      : [
          `${inPlace.join(', ')} is a mount point: it cannot be replaced, so it is written in place, which is not atomic`,
        ]),
    ...own.flatMap(({ path, validate = [] }) =>
      validate.length === 0 ? [] : [`${path} has to pass ${validate.map(validationWords).join(' and ')} first`],
    ),
  ]
  return words.length === 0 ? undefined : words.join('; ')
}

/** What a script that looks at a new file is called: its first line. */
export const validationWords = (script: string): string => (script.split('\n')[0] ?? '').replace(/^# */, '')

/** What has to be told of a step that takes away or replaces files of which no journal keeps so much. */
export function unkeptWords(
  step: string,
  planned: readonly PlannedOperation[],
  net: readonly NetOperation[],
  limit: number,
): string | undefined {
  const large = netOf(net, step).flatMap(({ operation }) =>
    operation.op !== 'write' && operation.op !== 'remove'
      ? []
      : plannedAt(planned, operation.path).flatMap(({ effects }) =>
          effects.flatMap(({ real, before }) =>
            real === operation.path && before?.type === 'file' && (before.size ?? 0) > limit
              ? [`${real} cannot be rolled back: ${((before.size ?? 0) / 1e9).toFixed(1)} GB`]
              : [],
          ),
        ),
  )
  return large.length === 0 ? undefined : [...new Set(large)].join('; ')
}
