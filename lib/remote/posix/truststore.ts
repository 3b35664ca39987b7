import { quote } from './quote.ts'
import { temporaryFunction } from './temporary.ts'

/** What becomes of one name in a key store. */
export interface StoreChange {
  /** Of the store. */
  readonly type: string
  /** Whether the store is there. */
  readonly exists: boolean
  /** Whether the name is there now. */
  readonly removes: boolean
  /** The certificate that it shall have, PEM. */
  readonly adds: string | undefined
}

/** A program that ends at once is done before the second compiler of its JVM has paid for itself; a JVM that has none of it ignores that. */
const shortLived = '-J-XX:+IgnoreUnrecognizedVMOptions -J-XX:TieredStopAtLevel=1'

/** The password comes by standard input and is handed on the same way: the shell's own printf is no process. */
export function changeScript(
  {
    path,
    alias,
    javaHome = '',
  }: { readonly path: string; readonly alias: string; readonly javaHome?: string | undefined },
  { type, exists, removes, adds }: StoreChange,
): string {
  const name = quote(alias)
  return `s=$(readlink -f -- ${quote(path)}) && IFS= read -r p || exit
h=${quote(javaHome)}; h=\${h:-$JAVA_HOME}
k=\${h:+$h/bin/}keytool
command -v "$k" >/dev/null 2>&1 || k=$(dirname -- "$(readlink -f -- "$(command -v java)")")/keytool
[ -x "$(command -v "$k")" ] || { echo 'there is no keytool on this host: install a Java runtime, or give javaHome'; exit 127; }
${temporaryFunction}
rb_temp folder "$(dirname -- "$s")" || exit
t=$rb_t/store
keytool_() { printf '%s\\n' "$p" | "$k" "$@" -keystore "$t" -storetype ${type} -storepass:file /dev/stdin -J-Dfile.encoding=UTF-8 ${shortLived}; }
${[
  ...(exists ? ['cp -p -- "$s" "$t" || exit'] : []),
  ...(removes ? [`keytool_ -delete -alias ${name} || exit`] : []),
  ...(adds === undefined
    ? []
    : [
        `printf %s ${quote(adds)} >"$t.crt" || exit`,
        `keytool_ -importcert -noprompt -alias ${name} -file "$t.crt" || exit`,
      ]),
].join('\n')}
sync -- "$t" 2>/dev/null || sync
mv -f -- "$t" "$s"`
}
