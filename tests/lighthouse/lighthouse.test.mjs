// What Lighthouse says of the first two pages that an employer sees. How quick
// they are is told and not held: machines differ.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import test from 'node:test';
import { pathToFileURL } from 'node:url';
import { Demo, person, signIn } from '../browser/people.mjs';
import { freePort, launch, start } from '../browser/portal.mjs';

const need = createRequire(
	resolve(import.meta.dirname, '../../build/lighthouse/package.json'));
const { default: lighthouse } =
	await import(pathToFileURL(need.resolve('lighthouse')).href);

const HELD = ['accessibility', 'best-practices'];

let browser, portal, anne, port;
test.before(async () => {
	port = await freePort();
	portal = await start('2026-12-01 09:05');
	browser = await launch(`--remote-debugging-port=${port}`);
	anne = await person(browser);
	await signIn(anne, new Demo(await person(browser), portal),
		'anne@bagerbech.example');
});
test.after(async () => {
	await browser.close();
	await portal.end();
});

async function cookies(page) {
	const all = await page.context().cookies();
	return all.map(({ name, value }) => `${name}=${value}`).join('; ');
}

// The audits that cost a page something.
const lost = (lhr, { auditRefs }) => auditRefs
	.filter(({ id, weight }) => weight > 0 && lhr.audits[id].score !== null &&
		lhr.audits[id].score < 1)
	.map(({ id }) => `${id}: ${lhr.audits[id].title}`);

async function look(path, extraHeaders) {
	const { lhr } = await lighthouse(portal.url + path, {
		port,
		extraHeaders,
		onlyCategories: ['performance', ...HELD],
		logLevel: 'error',
	});
	assert.equal(lhr.finalDisplayedUrl, portal.url + path);
	const { performance, ...held } = lhr.categories;
	console.log(`${path}: performance ${performance.score * 100}`);
	for (const category of Object.values(held)) {
		assert.deepEqual(lost(lhr, category), [], category.id);
		assert.equal(category.score, 1, category.id);
	}
}

test('the front page', () => look('/'));

test('the form of a task', async () =>
	look('/opgaver/ny?vis=0', { Cookie: await cookies(anne) }));
