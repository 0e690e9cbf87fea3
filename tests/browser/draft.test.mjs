// A task that is begun, left and found again; step by step, with and without
// script.

import assert from 'node:assert/strict';
import test from 'node:test';
import { check, Demo, HEIGHT, person, press, signIn, tabTo } from './people.mjs';
import { launch, start } from './portal.mjs';

const ANNE = 'anne@bagerbech.example';
const PETER = 'peter@storaalager.example';
const LONE = 'lone@aaglimt.example';
const RIKKE = 'rikke@hotelvest.example';

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

async function atEach(page, heading) {
	for (const width of [390, 320, 1280]) {
		await page.setViewportSize({ width, height: HEIGHT });
		await check(page, heading);
	}
}

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
	await atEach(peter, 'Opret en opgave');

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

test('without script pieces of a trade become drafts', async () => {
	const lone = await person(browser, { width: 390, script: false });
	await signIn(lone, demo, LONE);
	await lone.goto(`${portal.url}/opgaver/find`);
	await main(lone).getByRole('link', { name: 'Kok' }).click();
	await press(lone, 'Næste');
	await check(lone, 'Ret én ting, så kan du gå videre');
	await lone.getByLabel('Vaske op efter frokost').selectOption('240');
	await lone.getByLabel('Gøre rent i køkkenet').selectOption('120');
	await press(lone, 'Næste');
	await press(lone, 'Lav kladder');
	await check(lone, 'Ret én ting, så kan du gå videre');
	for (const piece of ['vaske op', 'gøre rent'])
		await main(lone).locator('label', { hasText: piece }).click();
	await press(lone, 'Lav kladder');
	await lone.getByText('I får omkring 6 timers køkkenarbejde fri om ugen')
		.waitFor();
	await lone.getByRole('link', { name: 'Vaske op efter frokost' }).click();
	await step(lone, 1);
	assert.equal(await lone.getByLabel('Lidt mere om').inputValue(),
		'efter frokost');
});

// Tabs there and presses Enter, which leads to another page.
async function enter(page, what, heading) {
	await tabTo(page, what);
	await page.keyboard.press('Enter');
	await atEach(page, heading);
}

test('with the keys alone, and at each width, the same', async () => {
	const rikke = await person(browser);
	await signIn(rikke, demo, RIKKE);
	await enter(rikke, 'Find opgaver', 'Hvilket fag mangler I tid i?');
	await enter(rikke, 'Kok', 'Hvad tager tiden?');
	await tabTo(rikke, 'tid_1');
	await rikke.keyboard.type('4');
	await enter(rikke, 'Næste', 'Hvad kunne en anden gøre?');
	await tabTo(rikke, 'stykke-1');
	await rikke.keyboard.press('Space');
	await enter(rikke, 'Lav kladder', 'Kladder');
	await rikke.getByText('omkring 4 timers køkkenarbejde').waitFor();
	await tabTo(rikke, 'vaske op efter frokost');
	await rikke.keyboard.press('Enter');
	await step(rikke, 1);

	await rikke.goto(`${portal.url}/opgaver/find`);
	await tabTo(rikke, 'mangler');
	await rikke.keyboard.type('Kok');
	await tabTo(rikke, 'antal');
	await rikke.keyboard.type('2');
	await tabTo(rikke, 'maaned');
	await rikke.keyboard.type('april');
	await tabTo(rikke, 'Gem svaret');
	await rikke.keyboard.press('Enter');
	await rikke.getByText('Kok: 2 fra april 2027').waitFor();
	await check(rikke, 'Mangler I folk om 3-12 måneder?');
});
