'use strict';
// Holds requests against GitHub's own descriptions: node github-requests.js FILE.json, which has
//   { spec: "api.github.com", prefix: "/api/v3" or "", requests: [{ method, path, headers, body }], graphql: [{ query, variables }] }
// and prints the list of problems. REST requests are validated by Prism against the OpenAPI description (only the paths that are asked, because
// all of it takes long to read), GraphQL texts and the values of their variables against the schema.
const fs = require('node:fs');
const path = require('node:path');
const { getHttpOperationsFromSpec } = require('@stoplight/prism-http/dist/utils/operations');
const { createClientFromOperations } = require('@stoplight/prism-http/dist/client');
const { buildSchema, parse, validate, getVariableValues, OperationTypeNode } = require('graphql');

const input = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'));
const problems = [];
const silent = { info() {}, warn() {}, error() {}, debug() {}, success() {}, trace() {}, fatal() {}, child: () => silent };

// The paths with a template that matches, the most exact one first.
function templateOf(paths, asked) {
  const parts = asked.split('/');
  const matching = paths.filter((template) => {
    const own = template.split('/');
    const isTail = own[own.length - 1] === '{ref}';
    return (own.length === parts.length || (isTail && own.length < parts.length)) && own.every((p, i) => p.startsWith('{') || p === parts[i]);
  });
  return matching.sort((a, b) => a.split('{').length - b.split('{').length)[0];
}

function subset(spec, requests) {
  const kept = { ...spec, paths: {}, components: {}, servers: [{ url: 'https://api.github.com' }] };
  delete kept['x-webhooks'];
  for (const request of requests) {
    const template = templateOf(Object.keys(spec.paths), request.path.split('?')[0]);
    if (template) {
      kept.paths[template] = spec.paths[template];
    } else {
      problems.push(`${request.method} ${request.path}: no such path`);
    }
  }

  const waiting = [kept.paths];
  while (waiting.length > 0) {
    for (const [, section, name] of JSON.stringify(waiting.pop()).matchAll(/"#\/components\/([^/"]+)\/([^"]+)"/g)) {
      kept.components[section] ??= {};
      if (!kept.components[section][name]) {
        kept.components[section][name] = spec.components[section][name];
        waiting.push(spec.components[section][name]);
      }
    }
  }

  return kept;
}

async function rest() {
  const file = path.join(__dirname, 'node_modules/@octokit/openapi/generated', `${input.spec}.json`);
  const requests = input.requests.map((r) => ({ ...r, path: r.path.slice((input.prefix ?? '').length) }));
  const spec = subset(JSON.parse(fs.readFileSync(file, 'utf8')), requests);
  const client = createClientFromOperations(await getHttpOperationsFromSpec(spec), {
    baseUrl: 'https://api.github.com', mock: { dynamic: false }, validateRequest: true, validateResponse: false, checkSecurity: false, errors: false, logger: silent, isProxy: false,
  });
  for (const request of requests) {
    const name = `${request.method} ${request.path}`;
    try {
      const answer = await client.request(`https://api.github.com${request.path}`, { method: request.method.toLowerCase(), headers: request.headers, body: request.body });
      problems.push(...answer.violations.input.map((v) => `${name}: ${(v.path ?? []).join('.')} ${v.message}`));
    } catch (e) {
      problems.push(`${name}: ${e.name} ${e.message} ${JSON.stringify(e.additional ?? e.validationErrors ?? '')}`);
    }
  }
}

function graph() {
  // The published schema has a field twice, which the strict reading refuses.
  const schema = buildSchema(fs.readFileSync(path.join(__dirname, 'node_modules/@octokit/graphql-schema/schema.graphql'), 'utf8'), { assumeValidSDL: true });
  for (const { query, variables } of input.graphql) {
    const document = parse(query);
    const operation = document.definitions.find((d) => Object.values(OperationTypeNode).includes(d.operation));
    const errors = validate(schema, document);
    const values = errors.length > 0 ? {} : getVariableValues(schema, operation.variableDefinitions ?? [], variables);
    problems.push(...[...errors, ...(values.errors ?? [])].map((e) => `${operation.name?.value}: ${e.message}`));
  }
}

(async () => {
  if (input.requests.length > 0) {
    await rest();
  }

  if (input.graphql.length > 0) {
    graph();
  }

  process.stdout.write(JSON.stringify([...new Set(problems)]));
})();
