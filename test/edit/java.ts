import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Reads a base64 text a line, and prints the entries of each as base64 pairs, or `malformed`. */
const source = `
import java.io.*;
import java.util.*;
import static java.nio.charset.StandardCharsets.*;

public class Read {
  public static void main(String[] arguments) throws Exception {
    PrintStream out = new PrintStream(new BufferedOutputStream(System.out), false, "US-ASCII");
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, US_ASCII));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      byte[] bytes = Base64.getDecoder().decode(line.substring(1));
      Properties read = new Properties();
      try {
        if (line.charAt(0) == 'u') read.load(new InputStreamReader(new ByteArrayInputStream(bytes), UTF_8));
        else read.load(new ByteArrayInputStream(bytes));
        StringBuilder all = new StringBuilder();
        for (String key : read.stringPropertyNames())
          all.append(encode(key)).append(':').append(encode(read.getProperty(key))).append(' ');
        out.println(all);
      } catch (IllegalArgumentException malformed) { out.println("malformed"); }
    }
    out.flush();
  }
  static String encode(String text) {
    java.nio.ByteBuffer units = java.nio.ByteBuffer.allocate(text.length() * 2).order(java.nio.ByteOrder.LITTLE_ENDIAN);
    for (char unit : text.toCharArray()) units.putChar(unit); // getBytes would replace half of a surrogate pair
    return Base64.getEncoder().encodeToString(units.array());
  }
}
`

export interface Sample {
  readonly text: string
  readonly charset: 'iso-8859-1' | 'utf-8'
}

/** What `java.util.Properties` reads in each text; undefined where it throws. One start of a JVM for all. */
export function javaProperties(samples: readonly Sample[]): (Map<string, string> | undefined)[] {
  const folder = mkdtempSync(join(tmpdir(), 'runbook-java-'))
  try {
    const file = join(folder, 'Read.java')
    writeFileSync(file, source)
    const input = samples.map(({ text, charset }) => {
      const encoding = charset === 'utf-8' ? 'utf8' : 'latin1'
      return `${charset === 'utf-8' ? 'u' : 'l'}${Buffer.from(text, encoding).toString('base64')}\n`
    })
    const ran = spawnSync('java', [file], { input: input.join(''), encoding: 'utf8', maxBuffer: 2 ** 26 })
    if (ran.error) throw new Error(`no java here (${ran.error.message}): install default-jdk-headless`)
    if (ran.status !== 0)
      throw new Error(`java gave up: ${ran.stderr} (a JDK of 11 or later is wanted: install default-jdk-headless)`)
    const lines = ran.stdout.split('\n').slice(0, samples.length)
    return lines.map((line) => (line === 'malformed' ? undefined : new Map(line.split(' ').filter(Boolean).map(pair))))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function pair(encoded: string): [string, string] {
  const [key = '', value = ''] = encoded.split(':').map((part) => Buffer.from(part, 'base64').toString('utf16le'))
  return [key, value]
}
