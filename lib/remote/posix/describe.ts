import type { DescribeCommands, Described } from '../dialect/describe-commands.ts'

/** Lines of a word and what there is to say of it; a line that has nothing behind its word is left out. */
const script = `echo "hostname $(uname -n)"
echo "kernel $(uname -s) $(uname -r)"
echo "processors $(getconf _NPROCESSORS_ONLN 2>/dev/null || nproc 2>/dev/null)"
sed -n 's/^MemTotal: *\\([0-9]*\\) kB$/memory \\1/p; s/^MemAvailable: *\\([0-9]*\\) kB$/available \\1/p' /proc/meminfo 2>/dev/null
set -- $(df -Pk / 2>/dev/null | tail -n 1)
[ $# -lt 6 ] || echo "disk $2 $4"
ip -o addr show scope global 2>/dev/null | sed -n 's/^.* inet6* \\([^ /]*\\).*$/address \\1/p'
sed 's/^\\([0-9]*\\).*$/uptime \\1/' /proc/uptime 2>/dev/null
:`

/** How a host is asked what machine it is. */
export const describeCommands: DescribeCommands = { script, read }

function read(output: string): Described {
  const lines = output.split('\n').flatMap((line) => {
    const [, word = '', rest = ''] = /^(\w+) +(\S.*)$/.exec(line) ?? []
    return word === '' ? [] : [{ word, rest }]
  })
  const textOf = (word: string) => lines.find((line) => line.word === word)?.rest
  const numberOf = (word: string) => {
    const text = textOf(word)
    return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined
  }
  const [hostname, kernel, total] = [textOf('hostname'), textOf('kernel'), numberOf('memory')]
  const [processors, available, uptime] = [numberOf('processors'), numberOf('available'), numberOf('uptime')]
  const [, size, free] = /^(\d+) (\d+)$/.exec(textOf('disk') ?? '') ?? []
  const addresses = lines.filter(({ word }) => word === 'address').map(({ rest }) => rest)
  return {
    ...(hostname === undefined ? {} : { hostname }),
    ...(kernel === undefined ? {} : { kernel }),
    ...(processors === undefined ? {} : { processors }),
    ...(total === undefined
      ? {}
      : {
          memory: { total: total * 1024, ...(available === undefined ? {} : { available: available * 1024 }) },
        }),
    ...(size === undefined ? {} : { disk: { total: Number(size) * 1024, free: Number(free) * 1024 } }),
    ...(addresses.length === 0 ? {} : { addresses }),
    ...(uptime === undefined ? {} : { uptime }),
  }
}
