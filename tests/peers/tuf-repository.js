'use strict';
// Makes a repository with @tufjs/repo-mock: node tuf-repository.js SETTINGS.json
// { name, content }; writes { path: text } with all its files.
const fs = require('node:fs');
const { initializeTUFRepo, tufHandlers } = require('@tufjs/repo-mock');

const settings = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'));
const repository = initializeTUFRepo([{ name: settings.name, content: settings.content }]);
const handlers = tufHandlers(repository, { metadataPathPrefix: '', targetPathPrefix: '/targets' });
const files = handlers.map((handler) => [handler.path.slice(1), handler.fn()]).filter(([, answer]) => answer.statusCode === 200);
process.stdout.write(JSON.stringify(Object.fromEntries(files.map(([name, answer]) => [name, answer.response.toString()]))));
