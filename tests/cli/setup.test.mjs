// @ts-check
// What ./playground says before it begins: that Node is too old, or older than the tests' packages ask for.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const LEAST = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')).engines.node.replace('>=', '');

/** What a function of the setup says where Node is of that version. @param {string} call @param {string} version */
function said(call, version) {
  const folder = mkdtempSync(path.join(tmpdir(), 'node-'));
  try {
    writeFileSync(path.join(folder, 'node'), `#!/bin/sh\necho v${version}\n`);
    chmodSync(path.join(folder, 'node'), 0o755);
    const script = `set -euo pipefail; ROOT='${ROOT}'; CACHE='${folder}'; source tools/setup/common.sh; PATH="${folder}:$PATH"; ${call}; echo done`;
    const { stdout, stderr } = spawnSync('bash', ['-c', script], { cwd: ROOT, encoding: 'utf8' });
    return { isDone: stdout === 'done\n', stderr };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('Node that is too old is named, with what is needed; the tests’ packages have a word too', () => {
  for (const [call, version, isDone, words] of /** @type {[string, string, boolean, RegExp][]} */ ([
    ['need_node "building"', '18.20.4', true, /^$/],
    ['need_node "building"', '16.20.0', false, /v16\.20\.0, too old for building: 18 or newer is needed/],
    ['need_node_for_tests', '16.20.0', false, /too old for the tests/],
    ['need_node_for_tests', '18.20.4', true, new RegExp(`v18\\.20\\.4 is older than ${LEAST}`)],
    ['need_node_for_tests', LEAST, true, /^$/],
    ['need_node_for_tests', '100.1.0', true, /^$/],
  ])) {
    const answer = said(call, version);
    assert.equal(answer.isDone, isDone, `${call} ${version}: ${answer.stderr}`);
    assert.match(answer.stderr, words, `${call} ${version}`);
  }
});

test('package.json asks for what its packages ask for', () => {
  const { packages } = JSON.parse(readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8'));
  const value = (/** @type {string} */ range) => range.replace(/[^\d.]/g, '').split('.').map(Number).reduce((sum, n, i) => sum + n / 1000 ** i, 0);
  const asked = Object.values(packages).map((/** @type {any} */ each) => String(each.engines?.node ?? '')).filter((range) => /^>= ?[\d.]+$/.test(range));
  assert.ok(asked.length > 3);
  assert.equal(Math.max(...asked.map(value)), value(LEAST));
});
