import type { Noted } from '../../core/question.ts'
import { journalRoot } from './journal-places.ts'
import { quote } from './quote.ts'

/**
 * Notes of what a content says lie beside the journals of whoever acts, in a folder of mode 0700: each a file that is called
 * as its question says, with the digest of the content, and the note.
 */
const place = `${journalRoot}
rb_nd=\${rb_jr%/*}/content-notes`

/** `rb_noted SHA256 NAME` tells the note of that name where it is about that content. Done by the shell itself. */
export const noteFunctions = `rb_noted() {
  ${place}
  rb_nf=$rb_nd/$2
  [ -f "$rb_nf" ] && [ ! -L "$rb_nd" ] && [ -O "$rb_nd" ] && [ -O "$rb_nf" ] || return
  { read -r rb_na && IFS= read -r rb_nb; } 2>/dev/null <"$rb_nf" && [ "$rb_na" = "$1" ] || return
  printf 'h %s %s\\n%s' "$1" "\${#rb_nb}" "$rb_nb"
}`

/** A script that leaves a note, of one line, in place of the older one of that name. It says nothing, whatever comes of it. */
export const leaveNote = (name: string, { sha256, note }: Noted): string => `( ${place}
umask 077
[ -d "$rb_nd" ] || { (umask 022; mkdir -p -- "\${rb_nd%/*}") && mkdir -- "$rb_nd"; } || exit
[ ! -L "$rb_nd" ] && [ -O "$rb_nd" ] || exit
printf '%s\\n%s\\n' ${sha256} ${quote(note)} >"$rb_nd/.${name}" && mv -f -- "$rb_nd/.${name}" "$rb_nd/${name}" ) >/dev/null 2>&1`
