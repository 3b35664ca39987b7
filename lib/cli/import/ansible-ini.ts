import { UsageError } from '../../core/failure.ts'
import { type AnsibleInventory, addHosts, emptyInventory, groupIn, type Variables } from './ansible-model.ts'

/** Reads an inventory of Ansible in its INI form. A UsageError names the line that cannot be read. */
export function readAnsibleIni(text: string): AnsibleInventory {
  const inventory = emptyInventory()
  let section = { group: 'ungrouped', kind: 'hosts' }
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.replace(/\s+[#;].*$/, '').trim()
    if (line === '' || /^[#;]/.test(line)) continue
    const [, group, kind = 'hosts'] = /^\[([^\]:]+)(?::(\w+))?\]$/.exec(line) ?? []
    if (group !== undefined) {
      if (!['hosts', 'children', 'vars'].includes(kind))
        throw fault(index, `[${group}:${kind}] is none of hosts, children and vars`)
      section = { group, kind }
      groupIn(inventory, group)
    } else if (line.startsWith('[')) throw fault(index, `${line} is no head of a section`)
    else if (section.kind === 'children') groupIn(inventory, section.group).children.add(line)
    else if (section.kind === 'vars') Object.assign(groupIn(inventory, section.group).vars, variable(line, index))
    else {
      const [pattern = '', ...pairs] = words(line)
      addHosts(inventory, section.group, pattern, Object.assign({}, ...pairs.map((pair) => variable(pair, index))))
    }
  }
  for (const { children } of [...inventory.groups.values()]) for (const child of children) groupIn(inventory, child)
  return inventory
}

function variable(pair: string, index: number): Variables {
  const [, name, text = ''] = /^([^=\s]+)\s*=\s*(.*)$/s.exec(pair) ?? []
  if (name === undefined) throw fault(index, `${JSON.stringify(pair)} is no NAME=VALUE`)
  return { [name]: literal(text) }
}

/** Words of a line, at blanks that are not quoted. */
const words = (line: string): string[] => line.match(/(?:[^\s"']|"[^"]*"|'[^']*')+/g) ?? []

/** Values are literals of Python, or else texts. */
function literal(text: string): unknown {
  if (/^-?\d+(\.\d+)?$/.test(text)) return /^-?0\d/.test(text) ? text : Number(text)
  const word = { True: true, False: false, None: null }[text]
  if (word !== undefined) return word
  const [, quoted] = /^'([^'\\]*)'$/.exec(text) ?? /^"([^"\\]*)"$/.exec(text) ?? []
  if (quoted !== undefined) return quoted
  if (!/^[[{]/.test(text)) return text
  try {
    return JSON.parse(
      text
        .replace(/'/g, '"')
        .replace(/\bTrue\b/g, 'true')
        .replace(/\bFalse\b/g, 'false')
        .replace(/\bNone\b/g, 'null'),
    )
  } catch {
    return text
  }
}

const fault = (index: number, words: string): UsageError => new UsageError(`line ${index + 1}: ${words}`)
