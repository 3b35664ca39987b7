import type { CommandAnswer } from '../../core/answers.ts'

/** Prints who acts: number and name. */
export const askWho = '# who acts\nid -u; id -un'

export function readWho({ output }: CommandAnswer): { readonly isRoot: boolean; readonly name: string } {
  const [number = '', name = number] = output.trim().split('\n')
  return { isRoot: number === '0', name }
}
