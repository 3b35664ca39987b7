import { type Refusal, refuse } from '../../core/failure.ts'
import { quote } from './quote.ts'

/**
 * A shell function: `rb_sum` prints the SHA-256 of its standard input, or of each file that it is given, with or without
 * more behind a blank; or `-`, where the host has no tool for it.
 */
export const sumFunction = `if command -v sha256sum >/dev/null 2>&1; then rb_sum() { sha256sum "$@"; }
elif command -v openssl >/dev/null 2>&1; then rb_sum() { openssl dgst -sha256 -r "$@"; }
elif command -v shasum >/dev/null 2>&1; then rb_sum() { shasum -a 256 "$@"; }
elif command -v busybox >/dev/null 2>&1; then rb_sum() { busybox sha256sum "$@"; }
else rb_sum() { echo -; }
fi`

/** What a host lacks where `rb_sum` prints `-`. */
export const noSum: Refusal = refuse(
  'the host has none of sha256sum, openssl, shasum or busybox',
  'install one (Debian: coreutils)',
)

/** A command that says so. */
export const tellNoSum = `echo ${quote(`${noSum.refusal}: ${noSum.advice}`)}`
