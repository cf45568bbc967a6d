// @ts-check
// SCORM packages in a system that knows both versions' rules: passed by the goal, resumed where it was.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { readArguments, scormPackage } from '../../examples/scorm/build.mjs';
import { DIST, useHarness } from '../browser/harness.mjs';
import { ROOT, playgroundFrame, site, temporary } from './site.mjs';
import { lmsPage } from './lms.mjs';

const h = useHarness();
const folder = temporary('scorm');
const PRESETS = ['--title', 'Learn <XOR> & "more"', 'data=xor&layers=4&goal=test.loss<=0.05~epoch<=500',
  'https://example.org/playground/#data=river&layers=3', 'data=xor&goal=test.loss<=99'];

/** The course's files, unpacked by another program than packed them. @param {'1.2' | 2004} version */
function unpacked(version) {
  const target = path.join(folder, String(version));
  if (existsSync(target)) return target;
  mkdirSync(target);
  const { experiments } = readArguments(PRESETS);
  const archive = path.join(folder, `${version}.zip`);
  writeFileSync(archive, scormPackage({ version, course: 'Course', experiments, dist: DIST }));
  execFileSync('python3', ['-m', 'zipfile', '-t', archive]);
  execFileSync('python3', ['-m', 'zipfile', '-e', archive, target]);
  return target;
}

/** @param {string} file @param {string} path */
const xpath = (file, path) =>
  execFileSync('xmllint', ['--xpath', `string(${path})`, file], { encoding: 'utf8' }).trim();

const TYPE = { '1.2': 'scormtype', 2004: 'scormType' };
const SPACE = { '1.2': 'http://www.imsproject.org/xsd/imscp_rootv1p1p2', 2004: 'http://www.imsglobal.org/xsd/imscp_v1p1' };

for (const version of /** @type {const} */ (['1.2', 2004])) {
  test(`the manifest of SCORM ${version} has what its schema asks for, in its order`, () => {
    const files = unpacked(version);
    const file = path.join(files, 'imsmanifest.xml');
    assert.equal(xpath(file, 'namespace-uri(/*)'), SPACE[version]);
    const children = ['metadata', 'organizations', 'resources'].map((_, i) => xpath(file, `local-name(/*/*[${i + 1}])`));
    assert.deepEqual(children, ['metadata', 'organizations', 'resources']);
    const named = (/** @type {string} */ name) => `//*[local-name()='${name}']`;
    assert.equal(xpath(file, named('schema')), 'ADL SCORM');
    assert.equal(xpath(file, named('schemaversion')), version === '1.2' ? '1.2' : '2004 4th Edition');
    assert.equal(xpath(file, `${named('organizations')}/@default`), xpath(file, `${named('organization')}/@identifier`));
    assert.equal(xpath(file, `${named('item')}[1]/*[1]`), 'Learn <XOR> & "more"');
    for (const i of [1, 2, 3]) {
      const reference = xpath(file, `(${named('item')})[${i}]/@identifierref`);
      const resource = `${named('resource')}[@identifier='${reference}']`;
      assert.equal(xpath(file, `${resource}/@type`), 'webcontent');
      assert.equal(xpath(file, `${resource}/@*[local-name()='${TYPE[version]}']`), 'sco');
      assert.ok(existsSync(path.join(files, xpath(file, `${resource}/@href`))));
    }
    const ids = Number(xpath(file, 'count(//@identifier)'));
    const different = new Set([...readFileSync(file, 'utf8').matchAll(/ identifier="([^"]+)"/g)].map((match) => match[1]));
    assert.equal(different.size, ids, 'identifiers are unique');
    for (let i = 1; i <= Number(xpath(file, `count(${named('file')})`)); i += 1) {
      assert.ok(existsSync(path.join(files, xpath(file, `(${named('file')})[${i}]/@href`))));
    }
  });

  test(`SCORM ${version}: the goal passes the part; coming back goes on from the same weights`, async () => {
    const files = unpacked(version);
    const status = version === '1.2' ? 'cmi.core.lesson_status' : 'cmi.completion_status';
    const raw = version === '1.2' ? 'cmi.core.score.raw' : 'cmi.score.raw';
    /** @type {Record<string, string>} */ let data = {};
    /** @param {(sco: import('puppeteer-core').Frame, told: () => Promise<any>) => Promise<void>} use @param {number} [part] */
    const attend = async (use, part = 1) => {
      const course = await site([files], h.server.url, { 'lms.html': lmsPage({ version: String(version), start: `experiment-${part}.html`, data }) });
      const page = await h.blank({ expectsNoise: /[Uu]nknown|goal/ });
      page.removeAllListeners('request');
      await page.goto(`${course.url}lms.html`);
      const told = () => page.evaluate(() => /** @type {any} */ (window).told);
      const frame = await playgroundFrame(page, `${course.url}backprop-playground.html`);
      const sco = await frame.parentFrame();
      await sco?.waitForFunction(() => document.body.dataset['state'] === 'ready');
      await use(frame, told);
      await page.evaluate(() => document.querySelector('iframe')?.remove());
      const last = await told();
      assert.deepEqual(last.faults, []);
      assert.equal(last.state, 'ended');
      ({ data } = last);
      h.assertQuiet();
      await page.close();
      await course.close();
    };
    let hash = '';
    await attend(async (frame, told) => {
      assert.equal((await told()).data[status], 'incomplete');
      await frame.evaluate(() => window.playground.step(25));
      await frame.evaluate(() => window.playground.set({ lr: 0.07 }));
      hash = (await frame.evaluate(() => window.playground.step(5))).hash; // and at once the window is closed
    });
    assert.equal(data[raw], undefined, 'nothing was reached');
    await attend(async (frame, told) => {
      assert.equal((await frame.evaluate(() => window.playground.settled())).hash, hash);
      // The very message the page sends when the goal of its link is reached.
      await frame.evaluate(() => {
        const { link, step, hash: proof } = window.playground.snapshot();
        parent.postMessage({ ns: 'backprop-playground', v: 1, type: 'goal',
          payload: { goal: 'test.loss.le.0.05', settings: link, seed: 42, step, hash: proof,
            commands: Array(400).fill('ahead lr 25 0.07') } }, '*'); // too long for 1.2
      });
      while ((await told()).data[raw] !== '100') await frame.evaluate(() => window.playground.settled());
      const kept = JSON.parse((await told()).data['cmi.suspend_data']);
      assert.deepEqual([kept.goal.hash, kept.goal.seed, kept.goal.commands === undefined], [hash, 42, version === '1.2']);
    });
    assert.match(data[status] ?? '', /^(passed|completed)$/);
    if (version === 2004) assert.equal(data['cmi.success_status'], 'passed');
    await attend(async (_, told) => assert.match((await told()).data[status], /^(passed|completed)$/)); // it stays so
    data = {};
    await attend(async (frame, told) => { // a part without a goal is completed by training
      await frame.evaluate(() => window.playground.epoch(2));
      while ((await told()).data[status] !== 'completed') await frame.evaluate(() => window.playground.step(1));
      assert.equal((await told()).data[raw], undefined);
    }, 2);
    data = {};
    await attend(async (frame, told) => { // the page's own event, of a goal that any network reaches
      const { fields } = await frame.evaluate(() => window.playground.schema());
      if (!fields.some((/** @type {{ key: string }} */ field) => field.key === 'goal')) return;
      await frame.evaluate(() => window.playground.epoch(2));
      while ((await told()).data[raw] !== '100') await frame.evaluate(() => window.playground.settled());
      assert.match(JSON.parse((await told()).data['cmi.suspend_data']).goal.hash, /^[0-9a-f]+$/);
    }, 3);
  });
}

test('a package opened outside of a system still shows its experiment', async () => {
  const course = await site([unpacked('1.2')], h.server.url);
  const page = await h.blank({ expectsNoise: /[Uu]nknown|goal/ });
  page.removeAllListeners('request');
  await page.goto(`${course.url}experiment-2.html`);
  const frame = await playgroundFrame(page, `${course.url}backprop-playground.html`);
  assert.equal((await frame.evaluate(() => window.playground.step(3))).step, 3);
  h.assertQuiet();
  await page.close();
  await course.close();
});

test('what the packer cannot understand it says, with what it understands', () => {
  const build = path.join(ROOT, 'examples/scorm/build.mjs');
  const fails = (/** @type {string[]} */ ...words) => {
    try {
      execFileSync('node', [build, DIST, ...words], { encoding: 'utf8', stdio: 'pipe' });
      return '';
    } catch (error) {
      return String(/** @type {any} */ (error).stderr);
    }
  };
  assert.match(fails(), /at least one PRESET/);
  assert.match(fails('--version', '3', 'data=xor'), /1\.2, 2004 or both/);
  assert.match(fails('--colour', 'red', 'data=xor'), /no option --colour/);
  assert.match(fails('--out', 'a.zip', 'data=xor'), /which --version/);
  const out = path.join(folder, 'own.zip');
  const said = execFileSync('node', [build, DIST, '--version', '1.2', '--out', out, 'data=xor'], { encoding: 'utf8' });
  assert.match(said, /1 part, SCORM 1\.2/);
  assert.ok(existsSync(out));
});
