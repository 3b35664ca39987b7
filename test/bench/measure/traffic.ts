import { readFileSync } from 'node:fs'

/** Bytes that hosts have heard and said so far, headers of all layers included. */
export interface Traffic {
  readonly sent: number
  readonly received: number
}

/** What the interfaces of hosts have counted: `sent` is what the controller sent. */
export function trafficOf(processes: readonly number[]): Traffic {
  const each = processes.map((pid) => counted(readFileSync(`/proc/${pid}/net/dev`, 'utf8')))
  return {
    sent: each.reduce((sum, { sent }) => sum + sent, 0),
    received: each.reduce((sum, { received }) => sum + received, 0),
  }
}

/** As the host sees it: what it received was sent to it. */
export function counted(table: string): Traffic {
  const [, words = ''] = /^\s*eth0:\s*(.*)$/m.exec(table) ?? []
  const numbers = words.split(/\s+/).map(Number)
  return { sent: numbers[0] ?? 0, received: numbers[8] ?? 0 }
}
