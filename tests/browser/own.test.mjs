// A citizen's own page: a code on the telephone, what is asked and agreed,
// hours and pay, pauses, in both languages, by the keys and without script.

import assert from 'node:assert/strict';
import test from 'node:test';
import { check, Demo, person, postTask, press, signIn } from './people.mjs';
import { launch, start } from './portal.mjs';

const AMIR = '20 00 01 02';
let browser, portal, demo;
test.before(async () => {
	portal = await start('2026-12-01 09:05');
	browser = await launch();
	demo = new Demo(await person(browser), portal);
	const anne = await person(browser);
	await signIn(anne, demo, 'anne@bagerbech.example');
	await postTask(anne, demo, {});
	await portal.tick();
});
test.after(async () => {
	await browser.close();
	await portal.end();
});

const code = async () =>
	/Din kode er (\d{6})/.exec(await demo.newest('Amir Haddad'))[1];

const waits = (page, name) =>
	page.getByRole('heading', { name }).first().waitFor();

// look: what is held of each page on the way.
async function comesIn(page, look) {
	await page.goto(`${portal.url}/min-side`);
	await look(page, 'Min side');
	await page.getByLabel('Dit mobilnummer eller din e-mail').fill('Amir');
	await press(page, 'Send mig en kode');
	await look(page, 'Ret én ting');
	await page.getByLabel('Dit mobilnummer eller din e-mail').fill(AMIR);
	await press(page, 'Send mig en kode');
	await look(page, 'Skriv koden');
	await page.getByLabel('Koden fra din SMS eller e-mail')
		.fill(await code());
	await press(page, 'Vis min side');
	await check(page, 'Hej Amir');
}

// Everything that can be pressed is as tall as a fingertip.
async function isTall(page) {
	const low = await page.locator('main .button').evaluateAll((all) =>
		all.map((e) => [e.innerText, e.getBoundingClientRect().height])
			.filter(([, height]) => height < 48));
	assert.deepEqual(low, []);
}

// All that is held about them, and the way to be forgotten.
async function seesAll(page) {
	await page.goto(`${portal.url}/min-side?lang=da`);
	await page.getByText('Du sagde ja til SMS').waitFor();
	await page.getByRole('link', { name: 'Alt, hvad vi har om dig' })
		.press('Enter');
	await check(page, 'Alt, hvad vi har om dig');
	await isTall(page);
	await page.getByRole('button', { name: 'Bed om at blive slettet' })
		.press('Enter');
	await page.getByText('Vi ringer til dig om det').waitFor();
}

test('by the keys, at 390 px', async () => {
	const page = await person(browser, { width: 390 });
	await comesIn(page, waits);
	await isTall(page);
	await page.getByRole('button', { name: 'Ja tak' }).press('Enter');
	await waits(page, 'Opgaven er din');
	await page.getByLabel('Stedet må få mit nummer').press('Space');
	await page.getByRole('button', { name: 'Gem' }).press('Enter');
	await page.getByText('Det er gemt').waitFor();
	assert.ok(await page.getByLabel('Stedet må få mit nummer').isChecked());
	await page.getByRole('button', { name: 'Hold pause' }).press('Enter');
	await page.getByText('Du har nu pause').waitFor();
	await page.getByRole('button', { name: 'Slut pausen' }).press('Enter');
	await page.getByText('Pausen er slut').waitFor();
	await page.getByRole('button', { name: 'Ring mig op' }).press('Enter');
	await page.getByText('Vi ringer i dag').waitFor();
	await page.getByRole('link', { name: 'English' }).press('Enter');
	await check(page, 'Hello Amir');
	await page.getByText('Thursday 3 December').first().waitFor();
	await page.getByRole('link', { name: 'See my hours' }).press('Enter');
	await waits(page, 'My hours and my pay');
	await page.getByText('December 2026').first().waitFor();
	await seesAll(page);
});

test('without script, at 320 px', async () => {
	const page = await person(browser, { width: 320, script: false });
	await portal.turn(3 * 24 * 3600);
	await comesIn(page, check);
	await page.getByRole('link', { name: 'Se mine timer' }).click();
	await check(page, 'Mine timer og min løn');
	await page.getByText('Stedet har ikke skrevet timerne endnu').waitFor();
	await page.getByRole('link', { name: 'Måneden før' }).click();
	await waits(page, 'Mine timer og min løn');
	await page.getByRole('link', { name: 'English' }).click();
	await waits(page, 'My hours and my pay');
	await page.getByText('November 2026').first().waitFor();
	await page.getByRole('link', { name: 'Dansk' }).click();
	await waits(page, 'Mine timer og min løn');
});

test('pages in English, and one that is Danish still', async () => {
	const page = await person(browser);
	await page.goto(`${portal.url}/?lang=en`);
	await check(page, 'Get help with a small task');
	await page.goto(`${portal.url}/derfor`);
	await check(page, 'Sådan finder vi dem, vi spørger');
	assert.equal(await page.locator('html').getAttribute('lang'), 'en');
	assert.equal(await page.locator('main').getAttribute('lang'), 'da');
	await page.goto(`${portal.url}/log-ind`);
	await waits(page, 'Sign in');
	await page.goto(`${portal.url}/findes-ikke`);
	await waits(page, 'There is no such page');
});
