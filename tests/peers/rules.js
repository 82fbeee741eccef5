// Asks independent implementations: rules.js QUESTION FILE, the file a JSON array, the answer a JSON array of the same length.
'use strict';
const fs = require('fs');

const questions = {
  // [left, right] -> -1, 0, 1, or null when one of them is no version.
  semver: () => {
    const semver = require('semver');
    return ([left, right]) => (semver.valid(left) && semver.valid(right) ? semver.compare(left, right) : null);
  },
  // expression -> its canonical form with every AND in an OR in parentheses, or null when it is none.
  spdx: () => {
    const parse = require('spdx-expression-parse');
    const show = (node, outer) => {
      if (!node.conjunction) {
        return node.license + (node.plus ? '+' : '') + (node.exception ? ` WITH ${node.exception}` : '');
      }
      const pair = `${show(node.left, node.conjunction)} ${node.conjunction.toUpperCase()} ${show(node.right, node.conjunction)}`;
      return outer && outer !== node.conjunction ? `(${pair})` : pair;
    };
    return (text) => {
      try {
        return show(parse(text));
      } catch {
        return null;
      }
    };
  },
  // vector -> base score, or null.
  cvss: () => {
    const { Cvss2, Cvss3P0, Cvss3P1, Cvss4P0 } = require('ae-cvss-calculator');
    return (vector) => {
      try {
        const Kind = vector.startsWith('CVSS:4.0/') ? Cvss4P0 : vector.startsWith('CVSS:3.1/') ? Cvss3P1 : vector.startsWith('CVSS:3.0/') ? Cvss3P0 : Cvss2;
        const scores = new Kind(vector).calculateScores();
        return scores.base ?? scores.overall ?? null;
      } catch {
        return null;
      }
    };
  },
};

const answer = questions[process.argv[2]]();
process.stdout.write(JSON.stringify(JSON.parse(fs.readFileSync(process.argv[3], 'utf8')).map(answer)));
