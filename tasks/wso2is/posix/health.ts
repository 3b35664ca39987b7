import type { CommandAnswer } from '../../../lib/core/answers.ts'

/** Prints what a server answers to a request for its health: status line, headers, and what is below them. */
export const askHealth = (port: number): string => `if command -v curl >/dev/null 2>&1; then
  curl -0 -ksi --noproxy '*' --max-time 20 https://127.0.0.1:${port}${healthPath}
elif command -v openssl >/dev/null 2>&1; then
  printf 'GET ${healthPath} HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' | timeout 20 openssl s_client -quiet -connect 127.0.0.1:${port} 2>/dev/null
else
  exit 127
fi`

export const healthPath = '/api/health-check/v1.0/health'

/** Reads what `askHealth` prints; undefined: no HTTP came back. */
export function readHealth({ output }: CommandAnswer): { readonly status: number; readonly body: string } | undefined {
  const [head = '', ...rest] = output.replaceAll('\r\n', '\n').split('\n\n')
  const status = /^HTTP\/[\d.]+ (\d{3})/m.exec(head)?.[1]
  return status === undefined ? undefined : { status: Number(status), body: rest.join('\n\n').trim() }
}
