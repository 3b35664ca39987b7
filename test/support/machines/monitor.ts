import { connect } from 'node:net'

const prompt = '(qemu) '

/** Gives a command to the monitor of a machine, and waits until it is done. Throws what the monitor said against it. */
export function tell(socket: string, command: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const line = connect(socket)
    let heard = ''
    let given = false
    line.setTimeout(120_000, () => line.destroy(new Error(`the machine's monitor does not answer to ${command}`)))
    line.on('error', reject)
    line.on('data', (chunk) => {
      heard += chunk.toString('latin1')
      if (!heard.endsWith(prompt)) return
      if (!given) {
        given = true
        heard = ''
        line.write(`${command}\n`)
        return
      }
      line.end()
      const error = /Error: .*/.exec(heard)?.[0]
      if (error === undefined) resolve()
      else reject(new Error(error))
    })
  })
}
