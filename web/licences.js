import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Collects the packages that go into the build and, given a file name, writes their licences into that file. */
export function licences(bundled, fileName) {
  return {
    name: 'licences',
    generateBundle() {
      for (const id of this.getModuleIds()) {
        const folder = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id.replaceAll('\\', '/').replaceAll('\0', ''))?.[0];
        if (folder && existsSync(join(folder, 'package.json'))) bundled.add(folder);
      }
      if (fileName) this.emitFile({ type: 'asset', fileName, source: text([...bundled]) });
    },
  };
}

function text(folders) {
  const head = 'The pages of kb hold these packages, under these licences.\n';
  return [head, ...new Set(folders.map(entry).sort())].join(`\n${'='.repeat(80)}\n\n`);
}

function entry(folder) {
  const { name, version, license, author } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|copying|notice|thirdparty)/i.test(file));
  const texts = files.map((file) => readFileSync(join(folder, file), 'utf8').trim());
  const by = author && !texts.length ? `by ${author.name ?? author}` : '';
  return [[name, version, `(${license})`, by].filter(Boolean).join(' '), ...texts].join('\n\n') + '\n';
}
