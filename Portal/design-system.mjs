// Copies what the portal needs of nhsuk-frontend from argv[2] to argv[3].
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [from, to] = process.argv.slice(2);
mkdirSync(join(to, 'images'), { recursive: true });

// The web fonts live on another host, and no page of ours asks another host for anything.
const css = readFileSync(join(from, 'nhsuk-frontend.min.css'), 'utf8')
  .replace(/@font-face\{[^}]*\}/g, '')
  .replaceAll('url(/assets/images/', 'url(images/')
  .replace(/\/\*# sourceMappingURL=.*\*\//, '');
writeFileSync(join(to, 'nhsuk-frontend.min.css'), css);

const js = readFileSync(join(from, 'nhsuk-frontend.min.js'), 'utf8').replace(/\/\/# sourceMappingURL=.*/, '');
writeFileSync(join(to, 'nhsuk-frontend.min.js'), js);

const images = join(from, 'assets', 'images');
for (const name of readdirSync(images))
  if (name.endsWith('.svg') || name === 'favicon.ico')
    copyFileSync(join(images, name), join(to, 'images', name));
writeFileSync(join(to, 'version.txt'), 'nhsuk-frontend, as pinned by package-lock.json\n');
