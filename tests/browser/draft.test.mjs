// A task that is begun, left and found again; step by step, with and without
// script.

import assert from 'node:assert/strict';
import test from 'node:test';
import { check, Demo, person, press, signIn } from './people.mjs';
import { launch, start } from './portal.mjs';

const ANNE = 'anne@bagerbech.example';
const PETER = 'peter@storaalager.example';

let browser, portal, demo;
test.before(async () => {
	browser = await launch();
	portal = await start('2026-12-01 09:05');
	demo = new Demo(await person(browser), portal);
});
test.after(async () => {
	await browser.close();
	await portal.end();
});

const main = (page) => page.getByRole('main');
const step = (page, n) =>
	main(page).getByText(`Trin ${n} af 3`, { exact: true }).waitFor();

test('without script: three steps, left in the middle and found', async () => {
	const anne = await person(browser, { script: false, width: 390 });
	await signIn(anne, demo, ANNE);
	await main(anne).getByRole('link', { name: 'Opret en opgave' }).click();
	await step(anne, 1);
	await press(anne, 'Næste');
	await check(anne, 'Ret én ting, så kan du gå videre');
	await anne.getByLabel('Hvad skal der laves?').selectOption('pakning');
	await anne.getByLabel('Lidt mere om opgaven').fill('til jul');
	await press(anne, 'Næste');
	await step(anne, 2);
	await anne.getByLabel('Dag', { exact: true }).fill('2026-12-03');
	await press(anne, 'Gem og fortsæt senere');

	await check(anne, 'Kladder');
	await main(anne).getByText('torsdag 3/12, Bager Bech.').waitFor();
	await anne.getByRole('link', { name: 'Pakke varer til jul' }).click();
	await step(anne, 2);
	assert.equal(await anne.getByLabel('Dag', { exact: true }).inputValue(),
		'2026-12-03');
	await press(anne, 'Tilbage');
	await step(anne, 1);
	assert.equal(await anne.getByLabel('Lidt mere om').inputValue(), 'til jul');
	await press(anne, 'Næste');
	await anne.getByLabel('Fra klokken').fill('09:00');
	await anne.getByLabel('Til klokken').fill('12:00');
	await press(anne, 'Næste');
	await step(anne, 3);
	await anne.getByLabel('Løn i timen').fill('120');
	await anne.getByLabel('Hvor møder man op').fill('Bagindgangen');
	await press(anne, 'Se, hvordan det bliver');
	await check(anne, 'Tjek dine svar');
	await anne.getByText('120 kr. i timen er lavt').waitFor();
	await press(anne, 'Opret opgaven');
	await anne.waitForURL(/\/opgaver\/\d+$/);
	await anne.goto(`${portal.url}/opgaver`);
	assert.equal(await anne.getByText('Kladder').count(), 0);
});

test('with script work is searched for, and words are proposed', async () => {
	const peter = await person(browser);
	await signIn(peter, demo, PETER);
	await peter.goto(`${portal.url}/opgaver/ny?vis=1`);
	const work = peter.getByLabel('Hvad skal der laves?');
	const left = () => work.locator('option:not([value=""])').count();
	const all = await left();
	await peter.getByLabel('Søg i listen').pressSequentially('pakke jul');
	await peter.getByText('1 passer').waitFor();
	assert.equal(await left(), 1);
	await peter.getByLabel('Søg i listen').press('Enter');
	assert.equal(await work.inputValue(), 'pakning');
	assert.ok(await work.evaluate((e) => e === document.activeElement));
	await check(peter, 'Opret en opgave');

	await peter.getByRole('button', { name: 'i poser' }).click();
	assert.equal(await peter.getByLabel('Lidt mere om').inputValue(), 'i poser');
	await peter.getByText('13 tegn tilbage').first().waitFor();
	await peter.getByLabel('Søg i listen').fill('vaske');
	await work.selectOption('opvask');
	await peter.getByRole('button', { name: 'efter frokost' }).waitFor();
	await peter.getByLabel('Søg i listen').fill('');
	assert.equal(await left(), all);
	assert.equal(await work.inputValue(), 'opvask');

	await press(peter, 'Vis det hele på én side');
	await check(peter, 'Opret en opgave');
	assert.equal(await work.inputValue(), 'opvask');
	await press(peter, 'Trin for trin');
	await step(peter, 1);
	await press(peter, 'Gem og fortsæt senere');
	await check(peter, 'Kladder');
	await main(peter).getByRole('button', { name: 'Slet kladden' }).click();
	await main(peter).getByText('Kladder').waitFor({ state: 'detached' });
});

for (const how of [{ width: 1280 }, { width: 390, script: false }])
	test(`pieces of a trade become drafts, at ${how.width} px`, async () => {
		const mail = how.script === false ?
			'lone@aaglimt.example' :
			'rikke@hotelvest.example';
		const page = await person(browser, how);
		// One of the two is looked at closely.
		const look = how.script === false ? (p, heading) =>
			p.getByRole('heading', { name: heading }).first().waitFor() :
			check;
		await signIn(page, demo, mail);
		await main(page).getByRole('link', { name: 'Find opgaver' }).click();
		await look(page, 'Hvilket fag mangler I tid i?');
		await main(page).getByRole('link', { name: 'Kok' }).click();
		await look(page, 'Hvad tager tiden?');
		await press(page, 'Næste');
		await look(page, 'Ret én ting, så kan du gå videre');
		await page.getByLabel('Vaske op efter frokost').selectOption('240');
		await page.getByLabel('Gøre rent i køkkenet').selectOption('120');
		await press(page, 'Næste');
		await look(page, 'Hvad kunne en anden gøre?');
		await press(page, 'Lav kladder');
		await look(page, 'Ret én ting, så kan du gå videre');
		for (const piece of ['vaske op', 'gøre rent'])
			await main(page).locator('label', { hasText: piece }).click();
		await press(page, 'Lav kladder');
		await page.getByText('I får omkring 6 timers køkkenarbejde fri om ugen')
			.waitFor();
		await look(page, 'Kladder');
		await page.getByRole('link', { name: 'Vaske op efter frokost' }).click();
		await step(page, 1);
		assert.equal(await page.getByLabel('Lidt mere om').inputValue(),
			'efter frokost');

		await page.goto(`${portal.url}/opgaver/find`);
		await page.getByLabel('Hvem kommer I til').selectOption('Kok');
		await page.getByLabel('Hvor mange?').fill('2');
		await page.getByLabel('Fra hvornår?').selectOption({ index: 2 });
		await press(page, 'Gem svaret');
		await look(page, 'Mangler I folk om 3-12 måneder?');
		await page.getByText('Kok: 2 fra april 2027').waitFor();
	});
