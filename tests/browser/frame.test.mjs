// What stands around every page: the menu, and the pages that say what went
// wrong. Those that anybody may read: employer.test.mjs.

import assert from 'node:assert/strict';
import test from 'node:test';
import { check, Demo, person, signIn } from './people.mjs';
import { launch, start } from './portal.mjs';

let browser, portal, demo;
test.before(async () => {
	portal = await start('2026-12-01 09:05');
	browser = await launch();
	demo = new Demo(await person(browser), portal);
});
test.after(async () => {
	await browser.close();
	await portal.end();
});

for (const width of [1280, 390])
	test(`what there is not, at ${width} px`, async () => {
		const page = await person(browser, { width });
		for (const [path, heading] of [
			['/findes-ikke', 'Siden findes ikke'],
			['/s/intet', 'Linket virker ikke mere'],
			['/t/intet', 'Siden findes ikke'],
			['/log-af', 'Det kan siden ikke'],
		]) {
			await page.goto(portal.url + path);
			await check(page, heading);
			await page.getByText('20 00 00 00').last().waitFor();
		}
	});

test('a page that is too old says so', async () => {
	const page = await person(browser);
	await signIn(page, demo, 'anne@bagerbech.example');
	await page.goto(`${portal.url}/opgaver/ny?vis=0`);
	await page.locator('main [name=csrf]').evaluate((e) => e.value = 'gammel');
	await page.getByRole('button', { name: 'Se, hvordan' }).click();
	await check(page, 'Siden er blevet for gammel');
});

test('the menu of a telephone opens and closes by the keys', async () => {
	const page = await person(browser, { width: 390 });
	await signIn(page, demo, 'jonas@holstebro.example');
	const menu = page.getByRole('dialog', { name: 'Menu' });
	await page.getByRole('button', { name: 'Menu' }).press('Space');
	await menu.waitFor();
	assert.ok(await menu.evaluate((e) => e.contains(document.activeElement)));
	await page.keyboard.press('Escape');
	await menu.waitFor({ state: 'hidden' });
	await page.getByRole('button', { name: 'Menu' }).press('Enter');
	await menu.evaluate((e) => // it slides in
		Promise.all(e.getAnimations().map((one) => one.finished)));
	await check(page);
	await page.keyboard.press('Escape');
	await menu.waitFor({ state: 'hidden' });
	await page.getByRole('button', { name: 'Menu' }).click();
	await menu.getByRole('link', { name: 'Venter på et menneske' }).click();
	await check(page, 'Venter på et menneske');
	await page.getByRole('button', { name: 'Menu' }).click();
	await menu.getByRole('button', { name: 'Log af' }).click();
	await check(page, 'Få hjælp til en lille opgave');
});
