// The whole path, pressed by the people it is for, on a wide screen and on a
// telephone: a task is posted, answered, worked, paid and followed up.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { check, Demo, fillTask, person, postTask, press, signIn, TASK }
	from './people.mjs';
import { launch, start } from './portal.mjs';

const ANNE = 'anne@bagerbech.example';
const NEXT = 'Til næste hverdag kl 8';
const HOUR = 'En time frem';

let browser;
test.before(async () => { browser = await launch(); });
test.after(() => browser.close());

async function signsIn(anne, demo) {
	await anne.goto(demo.portal.url);
	await check(anne, 'Få hjælp til en lille opgave');
	await anne.getByRole('link', { name: 'Log ind', exact: true }).click();
	await check(anne, 'Log ind');
	await press(anne, 'Send mig en kode');
	await check(anne, 'Log ind');
	await anne.getByRole('link', { name: 'Skriv en e-mailadresse' }).click();
	await anne.keyboard.type(ANNE);
	await press(anne, 'Send mig en kode');
	await check(anne, 'Skriv koden');
	await anne.getByLabel('Koden fra din e-mail').fill('000000');
	await press(anne, 'Log ind');
	await check(anne, 'Skriv koden');
	const code = await demo.code(ANNE);
	await anne.getByLabel('Koden fra din e-mail').fill(code);
	await anne.getByText('Husk mig på denne telefon').click();
	await press(anne, 'Log ind');
	await check(anne, 'Jeres opgaver');
}

async function postsATask(anne) {
	await anne.getByRole('link', { name: 'Opret en opgave' }).click();
	await check(anne, 'Opret en opgave');
	await press(anne, 'Vis det hele på én side');
	for (const part of ['Ret stedet', 'Ret ”Sådan er der hos os”'])
		await anne.getByText(part).click();
	await check(anne);
	await press(anne, 'Se, hvordan det bliver');
	await check(anne, 'Ret 6 ting, så kan du gå videre');
	await anne.getByRole('link', { name: 'Skriv lønnen i kroner' }).click();
	assert.equal(await anne.evaluate(() => document.activeElement.id), 'loen');

	await fillTask(anne, TASK);
	await press(anne, 'Se, hvordan det bliver');
	await check(anne, 'Tjek dine svar');
	assert.match(await anne.locator('#sms').innerText(),
		/^Vil du pakke varer til jul hos Bager Bech, Holstebro, tor 3\/12 kl 9-12/);
	await anne.getByText(/^\d+ af 160 tegn/).waitFor();
	await press(anne, 'Ret noget');
	await check(anne, 'Opret en opgave');
	assert.equal(await anne.getByLabel('Løn i timen').inputValue(), '145');
	await press(anne, 'Se, hvordan det bliver');
	await press(anne, 'Opret opgaven');
	await check(anne, 'Pakke varer til jul, torsdag 3/12');
	await anne.getByText('Vi spørger de første nu').waitFor();
	return anne.url();
}

async function isAnswered(anne, demo, task) {
	assert.match(await demo.newest('Amir Haddad'), /Svar JA, NEJ eller RING/);
	await check(demo.page, 'Telefoner');
	assert.match(await demo.answer('Amir Haddad', 'JA'), /Opgaven er din/);
	await check(demo.page);
	assert.match(await demo.newest('Anne Bech'), /Godt nyt: Amir kommer/);
	await anne.goto(task);
	await check(anne, 'Hvem kommer');
	await anne.getByText('Amir', { exact: true }).waitFor();
	await anne.getByText('Kommer', { exact: true }).waitFor();
	await anne.getByRole('link', { name: 'Vilkår på skrift' }).click();
	await check(anne, 'Vilkår på skrift til Amir');
	await anne.getByRole('link', { name: 'Første løn' }).click();
	await check(anne, 'Første løn');
	await anne.goto(task);
	await anne.getByRole('link', { name: 'Alle opgaver' }).click();
	await check(anne, 'Jeres opgaver');
	await anne.getByText('Der kommer nogen').waitFor();
}

async function confirmsTheHours(anne, demo, task) {
	await demo.forward(NEXT, NEXT, ...Array(6).fill(HOUR));
	await anne.goto(task);
	await check(anne);
	await anne.getByText('Timerne mangler').waitFor();
	await anne.goto(await demo.link('Anne Bech'));
	await check(anne, 'Passer 3 timer torsdag 3/12?');
	await anne.getByLabel('Pause uden løn').fill('lidt');
	await press(anne, 'Send disse timer');
	await check(anne, 'Ret én ting');
	await press(anne, 'Ja, 3 timer');
	await check(anne, 'Timerne er sendt');
	await press(anne, 'Løste det selv');
	await check(anne, 'Timerne er sendt');
	await anne.getByText('Løste det selv').waitFor();
	assert.match(await demo.newest('Amir Haddad'), /3 timer .*435 kr\. før skat/);
	await check(demo.page);
	await listsTheHours(anne, demo.portal.url);
}

async function listsTheHours(anne, url) {
	await anne.goto(`${url}/timer`);
	await check(anne, 'Timer og løn');
	await anne.getByText('Kan stadig rettes').waitFor();
	const waits = anne.waitForEvent('download');
	await anne.getByRole('link', { name: 'Hent som regneark' }).click();
	const file = await waits;
	assert.equal(file.suggestedFilename(), 'timer-2026-12.csv');
	assert.match(readFileSync(await file.path(), 'utf8'),
		/^\uFEFFNavn;.*\r\nAmir;pakke varer til jul;2026-12-03;09:00;12:00;3,00;145,00;435,00;/);
	await anne.goto(`${url}/timer?maaned=2026-11`);
	await check(anne, 'Timer og løn');
}

// As the names on /demo are for: a press sends the code.
async function followsUp(jonas, demo) {
	await demo.forward(NEXT);
	await jonas.goto(`${demo.portal.url}/demo`);
	await press(jonas, 'Jonas Friis');
	const code = await demo.code('jonas@holstebro.example');
	await jonas.getByLabel('Koden fra din e-mail').fill(code);
	await press(jonas, 'Log ind');
	await check(jonas, 'Koden fra din app');
	await jonas.getByLabel('Koden fra din app')
		.fill(await demo.app('jonas@holstebro.example'));
	await press(jonas, 'Log ind');
	await check(jonas, 'Amir Haddad, Bager Bech, Holstebro');
	await jonas.getByLabel('Note').fill('Det gik fint. '.repeat(30));
	await press(jonas, 'Talt med Amir Haddad');
	await check(jonas, 'Ret én ting');
	await jonas.getByLabel('Note').fill('Det gik fint.');
	await press(jonas, 'Talt med Amir Haddad');
	await check(jonas, 'Opfølgning');
	await jonas.getByText('Der er ikke noget at følge op på').waitFor();
}

async function approvesANewFirm(ove, mette, demo) {
	await signIn(ove, demo, 'ove@nymontage.example');
	await postTask(ove, demo, { work: 'montage', more: '', day: '2026-12-09' });
	await check(ove, 'Samle dele, onsdag 9/12');
	await ove.getByText('Vi ringer til jer først').waitFor();
	await signIn(mette, demo, 'mette@holstebro.example');
	await check(mette, 'Ny virksomhed: Ove Dam');
	await press(mette, 'Godkend, og spørg de første');
	await check(mette, 'Venter på et menneske');
	await mette.getByText('Der er ikke noget, der venter').waitFor();
	await ove.reload();
	await ove.getByText('Vi spørger', { exact: true }).waitFor();
}

for (const width of [1280, 390])
	test(`the six steps at ${width} px`, { timeout: 300000 }, async (t) => {
		const portal = await start('2026-12-01 09:05');
		t.after(portal.end);
		const someone = () => person(browser, { width });
		const demo = new Demo(await someone(), portal);
		const anne = await someone();
		let task, broken;

		// A step stands on the one before it.
		const step = (name, run) => t.test(name, { skip: broken }, async () => {
			broken = 'the step before it failed';
			await run();
			broken = false;
		});
		await step('anybody looks at the demo', async () => {
			await demo.open();
			await check(demo.page, 'Log ind som');
		});
		await step('the baker signs in', () => signsIn(anne, demo));
		await step('posts a task', async () => {
			task = await postsATask(anne);
		});
		await step('is told who comes', () => isAnswered(anne, demo, task));
		await step('confirms the hours', () =>
			confirmsTheHours(anne, demo, task));
		await step('the mentor follows up', async () =>
			followsUp(await someone(), demo));
		await step('the consultant approves a new firm', async () =>
			approvesANewFirm(await someone(), await someone(), demo));
	});
