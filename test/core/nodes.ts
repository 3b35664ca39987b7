import { emptyState, type Node, type State } from '../../lib/core/state.ts'

type Kind<Type> = Extract<Node, { readonly type: Type }>

export const attributes = { mode: 0o644, owner: 'u', group: 'g' } as const

export const file = (text: string, more: Partial<Kind<'file'>> = {}): Kind<'file'> => ({
  type: 'file',
  ...attributes,
  content: { text },
  ...more,
})

export const directory = (more: Partial<Kind<'directory'>> = {}): Kind<'directory'> => ({
  type: 'directory',
  ...attributes,
  mode: 0o755,
  ...more,
})

export const link = (target: string): Kind<'symlink'> => ({ type: 'symlink', target })

/** A state in which these paths are known, and nothing else. */
export function stateOf(nodes: Readonly<Record<string, Node>>, answers: Readonly<Record<string, unknown>> = {}): State {
  const state = emptyState()
  for (const [path, node] of Object.entries(nodes)) state.nodes.set(path, node)
  for (const [question, answer] of Object.entries(answers)) state.answers.set(question, answer)
  return state
}
