import { type Import, importsOf, type Sources } from './imports.ts'
import { parts, roomOf, rooms } from './rooms.ts'

/** Every import that goes where its room may not. */
export const crossings = (sources: Sources): string[] =>
  [...sources].flatMap(([path, source]) => {
    const name = roomOf(path)
    if (name === undefined) {
      const advice = 'give it a row in test/support/arrows/rooms.ts and in the code map of ARCHITECTURE.md'
      return [`${path} is in no room: ${advice}`]
    }
    return importsOf(path, source).flatMap((one) => {
      const why = refusal(name, one)
      if (why === undefined) return []
      return [`${path}:${one.line} ${why}`]
    })
  })

/** Why files of a room may not import this; undefined where they may. */
function refusal(name: string, { names, file }: Import): string | undefined {
  const { mayImport = [], packages = [] } = rooms[name] ?? {}
  if (names === undefined) return 'loads what only a run can tell: write out what it imports'
  if (file !== undefined) {
    const room = roomOf(file)
    const isOpen = room === name || mayImport.some((one) => one === room || parts[one] === file)
    return isOpen ? undefined : `imports ${file}: ${name} may import ${mayImport.join(', ') || 'nothing of ours'}`
  }
  if (/^runbook(\/|$)/.test(names)) {
    return mayImport.includes('the public door')
      ? undefined
      : `imports ${names}, as only who uses it does: name the file`
  }
  const wanted = names.startsWith('node:') ? names : /^(?:@[^/]+\/)?[^/]+/.exec(names)?.[0]
  if (wanted !== undefined && packages.includes(wanted)) return undefined
  return `imports ${names}: of packages, ${name} may import ${packages.join(', ') || 'none'}`
}
