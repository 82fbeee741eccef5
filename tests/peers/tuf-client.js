'use strict';
// Reads a target of repositories kept as folders with tuf-js: node tuf-client.js SETTINGS.json
// { repositories: [folder, ...], name }; a folder holds anchor.json and, below files/, what the repository answers.
// Writes one line for each: the target in base64, or "refused: ...".
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { BaseFetcher, Updater } = require('tuf-js');
const { DownloadHTTPError } = require('tuf-js/dist/error');

const settings = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'));

class FolderFetcher extends BaseFetcher {
  constructor(folder) {
    super();
    this.folder = folder;
  }

  async fetch(url) {
    const file = path.join(this.folder, decodeURIComponent(new URL(url).pathname));
    if (!fs.existsSync(file)) {
      throw new DownloadHTTPError('there is no such file', 404);
    }

    return fs.createReadStream(file);
  }
}

async function read(repository) {
  const cache = fs.mkdtempSync(path.join(os.tmpdir(), 'tuf-client-'));
  try {
    fs.copyFileSync(path.join(repository, 'anchor.json'), path.join(cache, 'root.json'));
    const updater = new Updater({
      metadataDir: cache,
      metadataBaseUrl: 'http://repository.example',
      targetDir: cache,
      targetBaseUrl: 'http://repository.example/targets',
      fetcher: new FolderFetcher(path.join(repository, 'files')),
    });
    await updater.refresh();
    const target = await updater.getTargetInfo(settings.name);
    if (!target) {
      return 'refused: no target';
    }

    return fs.readFileSync(await updater.downloadTarget(target, path.join(cache, 'target'))).toString('base64');
  } catch (error) {
    return `refused: ${error.name}: ${error.message}`;
  } finally {
    fs.rmSync(cache, { recursive: true });
  }
}

(async () => {
  for (const repository of settings.repositories) {
    process.stdout.write((await read(repository)).replaceAll('\n', ' ') + '\n');
  }
})();
